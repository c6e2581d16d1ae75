"""Every component in every state."""

from typing import Any

from django.utils import timezone

from design import icons
from design.charts import Bar, Group, bar_chart
from design.formatting import money
from design.gallery import pages


def everything() -> dict[str, Any]:
    """What `design/gallery/components.html` needs."""
    return {
        "states": ["new", "due", "late", "answered", "waiting", "urgent", "pinned", "draft", "closed"],
        "icons": sorted(icons.names()),
        "areas": pages.drawings(),
        "items": pages.notices(),
        "crumbs": [
            {"label": "秦淮区", "url": "/design/district/"},
            {"label": "夫子庙街道", "url": "/design/street/"},
            {"label": "小西湖社区", "url": "/design/community/"},
            {"label": "社区公告"},
        ],
        "hot": pages.HOT,
        "columns": pages.COLUMNS,
        "links": [
            {
                "label": "老年人助餐点",
                "url": "#canteen",
                "icon": "utensils",
                "note": "马道街28号，工作日11点起",
            },
            {"label": "社区卫生服务站", "url": "#clinic", "icon": "stethoscope", "note": "每天8点到17点"},
            {"label": "图书阅览室", "url": "#library", "icon": "book-open", "note": "周一休息"},
        ],
        "plain_links": [{"label": name, "url": "/design/street/"} for name in pages.STREETS],
        "summary_rows": [
            {"key": "申请人", "value": "王桂兰（本人）"},
            {"key": "住址", "value": "马道街12号2幢301室", "action_url": "#change", "action_label": "修改"},
            {
                "key": "联系电话",
                "value": "025-5555 0188",
                "action_url": "#change-phone",
                "action_label": "修改",
            },
        ],
        "table_columns": [
            {"label": "项目"},
            {"label": "预算（元）", "numeric": True},
            {"label": "已用（元）", "numeric": True},
            {"label": "办理单位"},
        ],
        "table_rows": [
            ["加装休息座椅", "12,000.00", "11,460.00", "小西湖社区居委会"],
            ["老年人助餐补贴", "86,400.00", "51,225.50", "夫子庙街道"],
            ["楼道照明维修", "9,800.00", "9,800.00", "小西湖社区居委会"],
        ],
        "table_totals": ["合计", "108,200.00", "72,485.50", ""],
        "typed": _typed_table(),
        "steps": [
            {"title": "准备材料", "text": "身份证、户口簿，租房的还要租赁合同。", "state": "done"},
            {"title": "到社区窗口提交", "text": "马道街28号一楼，工作日8:30到17:30。", "state": "current"},
            {"title": "街道审核", "text": "5个工作日内，结果会发短信。"},
            {"title": "领取证明"},
        ],
        "timeline": [
            {"title": "居民提问", "at": pages.moment(16, 20, 12), "actor": "门东老街坊", "state": "done"},
            {
                "title": "已转给夫子庙街道城管科",
                "at": pages.moment(17, 9, 5),
                "actor": "小西湖社区居委会",
                "state": "done",
            },
            {
                "title": "答复超期",
                "at": pages.moment(20, 0, 0),
                "text": "应当在11月19日前答复。",
                "state": "late",
            },
            {"title": "等待答复"},
        ],
        "attachments": pages.notice()["attachments"],
        "stats": pages.district()["figures"],
        "contact": pages.community()["contact"],
        "errors": [
            {"text": "请填写标题", "href": "#search-example"},
            {"text": "照片不能超过10 MB，请换一张小一点的"},
        ],
        "filters": pages.notice_list()["fields"],
        "chips": pages.notice_list()["chips"],
        "money": [0, 5, 123_450, -99],
        "days": [pages.moment(day) for day in (20, 21, 22, 23, 24, 30)],
        "now": pages.moment(22, 12).astimezone(timezone.get_default_timezone()),
        "long_title": "关于" + "进一步规范老旧小区楼道堆物和电动自行车停放充电管理" * 3 + "的通知",
        "strange_title": "abc\u202edcba\u200b 和👨‍👩‍👧",
    }


def _typed_table() -> dict[str, Any]:
    """A table of typed columns with its chart."""
    rows = [
        ("1", "7月", "12,000.00", "8,460.50", "3,539.50"),
        ("2", "8月", "6,000.00", "9,200.00", "-3,200.00"),
        ("3", "9月", "6,000.00", "4,100.00", "1,900.00"),
    ]
    months = [("7月", 1_200_000, 846_050), ("8月", 600_000, 920_000), ("9月", 600_000, 410_000)]
    groups = [
        Group(name, [Bar(plus, f"收入 {money(plus)}"), Bar(minus, f"支出 {money(minus)}", hollow=True)])
        for name, plus, minus in months
    ]
    return {
        "columns": [
            {"label": "序号", "numeric": True},
            {"label": "月份", "heading": True},
            *({"label": label, "numeric": True} for label in ("收入", "支出", "结余")),
        ],
        "rows": [{"cells": [_Cell(cell) for cell in row], "subtotal": False} for row in rows],
        "totals": ["", "合计", "24,000.00", "21,760.50", "2,239.50"],
        "chart": bar_chart("gallery", "第三季度收支（图）", "7月收入12,000.00元，支出8,460.50元……", groups),
        "downloads": [{"label": "CSV", "url": "#csv"}, {"label": "XLSX", "url": "#xlsx"}],
    }


class _Cell(str):
    """A cell that knows whether it is below zero, as those of `media.tables.presentation`."""

    __slots__ = ()

    @property
    def is_negative(self) -> bool:
        return self.startswith("-")
