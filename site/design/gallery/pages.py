"""Whole pages: front pages of a district, a street and a community, a list, a notice, a form."""

import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from design.drawings import MOTIFS

COLUMNS: Final = [
    {"label": "社区公告", "url": "#notices", "icon": "megaphone", "note": "停水停电、活动报名"},
    {"label": "居务公开", "url": "#disclosures", "icon": "scroll-text", "note": "账目、决定、名单"},
    {"label": "办事指南", "url": "#guides", "icon": "book-open", "note": "材料、流程、时限"},
    {"label": "便民服务", "url": "#services", "icon": "store", "note": "助餐、维修、家政"},
    {"label": "居民互助", "url": "#aid", "icon": "heart-handshake", "note": "邻里之间搭把手"},
    {"label": "社区论坛", "url": "#forum", "icon": "messages-square", "note": "问居委会，聊身边事"},
]
STREETS: Final = [
    "秦虹街道", "夫子庙街道", "红花街道", "双塘街道", "中华门街道", "五老村街道",
    "洪武路街道", "大光路街道", "瑞金路街道", "月牙湖街道", "光华路街道", "朝天宫街道",
]  # fmt: skip
COMMUNITIES: Final = [
    "莲子营社区", "东水关社区", "乌衣巷社区", "金陵路社区",
    "小西湖社区", "饮虹园社区", "江宁路社区", "门东社区",
]  # fmt: skip
DISTRICT: Final[dict[str, Any]] = {
    "name": "秦淮区",
    "url": "/design/district/",
    "level": "district",
    "code": "320104",
    "parents": [],
}
STREET: Final[dict[str, Any]] = {
    "name": "夫子庙街道",
    "url": "/design/street/",
    "level": "street",
    "code": "320104002",
    "parents": [{"name": "秦淮区", "url": "/design/district/"}],
}
COMMUNITY: Final[dict[str, Any]] = {
    "name": "小西湖社区",
    "url": "/design/community/",
    "level": "community",
    "code": "320104002012",
    "contact_phone": "025-5555 0112",
    "parents": [*STREET["parents"], {"name": "夫子庙街道", "url": "/design/street/"}],
}
OPEN: Final = {"state": "open", "label": "现在有人上班", "text": "今天到 17:30"}
HOT: Final = [
    {"label": "居住证明", "url": "#guides"},
    {"label": "老年人助餐", "url": "#services"},
    {"label": "医保缴费", "url": "#guides"},
    {"label": "停水停电", "url": "#notices"},
]


def moment(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime.datetime:
    """A moment of 2026 in the site's time zone."""
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def frame(page: str = "") -> dict[str, Any]:
    """What context processors of higher apps give on real pages."""
    area = {"district": DISTRICT, "street": STREET}.get(page, COMMUNITY)
    current = {"notices", "notice"}
    owners = {"district": "秦淮区民政局", "street": "夫子庙街道办事处"}
    banners = [{"title": "11月23日22时起，小西湖片区停水检修6小时，请提前储水", "url": "/design/notice/"}]
    return {
        "site_name": "秦淮社区建设网站",
        "site_district": "南京市秦淮区",
        "menu_columns": [
            {**column, "current": column["label"] == "社区公告" and page in current} for column in COLUMNS
        ],
        "current_area": area,
        "area_switch_url": "/design/district/",
        "my_area_url": "/design/community/",
        "search_url": "/design/notices/",
        "urgent_banners": banners if page in {"community", "components"} else [],
        "page_owner": owners.get(page, "小西湖社区居委会"),
        "account_url": "/me/",
        "footer": {
            "icp": "苏ICP备00000000号",
            "police": "苏公网安备00000000000000号",
            "site_id": "3201040000",
            "sponsor": "秦淮区人民政府",
            "operator": "秦淮区民政局",
            "contact_phone": "025-5555 0100",
            "find_error_url": "/design/form/",
            "links": [
                {"label": "关于本站", "url": "#about"},
                {"label": "无障碍说明", "url": "#access"},
                {"label": "个人信息保护", "url": "#privacy"},
                {"label": "网站地图", "url": "#map"},
                {"label": "南京市人民政府", "url": "#city"},
            ],
        },
    }


def notices() -> list[dict[str, Any]]:
    """A list as an area's front page has it: pinned first, then by day."""
    return [
        {
            "title": "小西湖片区11月23日夜间停水检修，请提前储水",
            "url": "/design/notice/",
            "date": moment(22, 9, 30),
            "area": "小西湖社区",
            "kind": "停水停电",
            "badges": [{"state": "urgent"}, {"state": "new"}],
            "summary": "22时起停水约6小时，涉及小西湖、马道街、箍桶巷。独居老人要送水，请打居委会电话登记。",
        },
        {
            "title": "2027年度城乡居民医保缴费，12月31日截止",
            "url": "/design/notice/",
            "date": moment(18),
            "area": "秦淮区",
            "kind": "办事提醒",
            "badges": [{"state": "pinned"}, {"state": "due", "label": "12月31日截止"}],
            "summary": "可以在手机上交，也可以带身份证到社区办理。低保对象、重度残疾人由政府代缴。",
        },
        {
            "title": "冬至邻里包饺子，欢迎带上您的拿手馅",
            "url": "/design/notice/",
            "date": moment(20),
            "area": "夫子庙街道",
            "kind": "活动",
            "badges": [{"state": "new"}],
            "summary": "12月21日下午两点，社区活动室，限40人，电话或到窗口报名。",
        },
        {
            "title": "马道街电动自行车充电棚建成，本周起免费试用一个月",
            "url": "/design/notice/",
            "date": moment(15),
            "area": "小西湖社区",
            "kind": "民生实事",
        },
        {
            "title": "社区卫生服务站流感疫苗接种安排",
            "url": "/design/notice/",
            "date": moment(11),
            "area": "小西湖社区",
            "kind": "健康",
            "badges": [{"state": "closed"}],
        },
    ]


def _disclosures() -> list[dict[str, Any]]:
    return [
        {
            "title": "2026年第三季度社区为民服务资金使用情况",
            "url": "#d1",
            "date": moment(15, month=10),
            "kind": "财务",
        },
        {
            "title": "居民代表会议关于加装休息座椅的决定",
            "url": "#d2",
            "date": moment(28, month=10),
            "kind": "决定",
        },
        {"title": "2026年10月低保、特困人员名单", "url": "#d3", "date": moment(5), "kind": "救助"},
    ]


def _topics() -> list[dict[str, Any]]:
    return [
        {
            "title": "箍桶巷路灯坏了三盏，晚上走路看不见台阶",
            "url": "#t1",
            "date": moment(19),
            "badges": [{"state": "answered"}],
            "note": "12 条回复",
        },
        {
            "title": "快递柜能不能移到社区门口？",
            "url": "#t2",
            "date": moment(17),
            "badges": [{"state": "waiting", "label": "还有2个工作日"}],
            "note": "7 条回复",
        },
        {
            "title": "楼道堆放杂物没人管",
            "url": "#t3",
            "date": moment(3),
            "badges": [{"state": "late", "label": "答复超期3天"}],
            "note": "23 条回复",
        },
    ]


def _contact() -> dict[str, Any]:
    return {
        "phone": "025-5555 0112",
        "label": "小西湖社区居委会",
        "address": "马道街28号一楼大厅",
        "opening": OPEN,
        "phones": [{"label": "夜间值班", "number": "025-5555 0199"}],
        "hours": "周一至周五\n8:30–12:00，13:30–17:30\n周六 9:00–12:00",
    }


def district() -> dict[str, Any]:
    """The front page of the district."""
    return {
        "area": DISTRICT,
        "hot": HOT,
        "columns": COLUMNS,
        "notices": [{**item, "badges": item.get("badges", [])[1:]} for item in notices()[1:]],
        "topics": _topics(),
        "streets": [{"label": name, "url": "/design/street/"} for name in STREETS],
        "figures": [
            {"label": "本月居民提问", "value": 486, "unit": "件"},
            {"label": "按时答复", "value": "97.3", "unit": "%", "url": "#answers"},
            {"label": "今年新办互助", "value": "1,204", "unit": "次"},
            {"label": "已公开事项", "value": "3,618", "unit": "条", "url": "#disclosures"},
        ],
    }


def street() -> dict[str, Any]:
    """The front page of a street."""
    return {
        "area": STREET,
        "columns": COLUMNS,
        "contact": {
            **_contact(),
            "label": "街道便民服务中心",
            "phone": "025-5555 0120",
            "address": "瞻园路1号",
        },
        "notices": notices()[1:],
        "communities": [{"label": name, "url": "/design/community/"} for name in COMMUNITIES],
    }


def community() -> dict[str, Any]:
    """The front page of a community."""
    return {
        "area": COMMUNITY,
        "hot": HOT,
        "columns": COLUMNS,
        "contact": _contact(),
        "notices": notices(),
        "disclosures": _disclosures(),
        "topics": _topics(),
    }


def notice_list() -> dict[str, Any]:
    """A list with filters, page by page."""
    return {
        "items": notices(),
        "fields": [
            {"name": "q", "label": "标题里的字", "type": "search", "value": "停水"},
            {
                "name": "kind",
                "label": "类别",
                "value": "water",
                "options": [
                    {"value": "", "label": "全部类别"},
                    {"value": "water", "label": "停水停电"},
                    {"value": "events", "label": "活动"},
                ],
            },
            {
                "name": "area",
                "label": "范围",
                "value": "",
                "options": [{"value": "", "label": "本社区和上级"}, {"value": "own", "label": "只看本社区"}],
            },
            {"name": "since", "label": "从哪天起", "type": "date", "value": "2026-11-01"},
        ],
        "chips": [
            {"label": "停水停电", "remove_url": "/design/notices/"},
            {"label": "“停水”", "remove_url": "/design/notices/"},
        ],
    }


def notice() -> dict[str, Any]:
    """One notice."""
    return {
        "notice": notices()[0],
        "meta": ["2026-11-22 09:30 发布", "小西湖社区居委会", "有效至 2026-11-24"],
        "attachments": [
            {"title": "停水范围图", "url": "#map", "kind": "PDF", "size": 734_003, "pages": 2},
            {"title": "送水登记表", "url": "#table", "kind": "XLSX", "size": 18_432},
        ],
        "contact": _contact(),
        "address": "http://127.0.0.1:8000/fuzimiao/xiaoxihu/notices/tingshui/",
    }


class SampleForm(forms.Form):
    """Each kind of field once, most of them wrongly filled in."""

    title = forms.CharField(
        label="问题的标题", help_text="一句话说清楚，例如“箍桶巷路灯坏了三盏”。", max_length=60
    )
    body = forms.CharField(
        label="详细说说", widget=forms.Textarea(attrs={"rows": 5}), help_text="时间、地点、您的想法。"
    )
    kind = forms.ChoiceField(
        label="哪方面的事", choices=[("", "请选择"), ("road", "道路照明"), ("tidy", "环境卫生")]
    )
    audience = forms.ChoiceField(
        label="谁能看到",
        choices=[("all", "所有人"), ("committee", "只给居委会看")],
        widget=forms.RadioSelect,
        help_text="涉及家庭情况的，建议只给居委会看。",
    )
    ways = forms.MultipleChoiceField(
        label="怎么通知您",
        choices=[("site", "站内通知"), ("mail", "邮件")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(
        label="哪天发现的",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="记不清可以不填。",
    )
    photo = forms.FileField(label="现场照片", required=False)
    agree = forms.BooleanField(label="我写的是真实情况，愿意公开在社区论坛")


def form() -> dict[str, Any]:
    """A form as it comes, and the same one refused."""
    refused = SampleForm({"title": "", "body": "路灯坏了", "kind": "road", "day": "11月"}, prefix="refused")
    return {"blank": SampleForm(initial={"audience": "all"}), "refused": refused}


def drawings() -> list[dict[str, str]]:
    """One area for each motif that its name brings, and some that only their code decides."""
    names = [*STREETS, *COMMUNITIES, "文德桥社区", "大报恩寺社区", "九龙新寓社区", "剪子巷社区"]
    return [{"code": f"{320104001000 + number}", "name": name} for number, name in enumerate(names)] + [
        {"code": f"{320104009000 + number}", "name": f"第{number + 1}片区"} for number in range(len(MOTIFS))
    ]
