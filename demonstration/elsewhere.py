"""A notice and a service or two in most of the other communities and streets, made in bulk; the rest stay empty.

So lists of the district run over several pages, ages go from fresh to stale, and empty states stay to be seen. What
is written here holds in any town.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from wagtail.models import Page

from cms_pages.choices import Audience, FeeKind, NoticeKind
from cms_pages.load_seeds.pages import owners_of
from cms_pages.models import (
    NoticeAudience,
    NoticeIndexPage,
    NoticePage,
    ServedArea,
    ServiceCare,
    ServiceIndexPage,
    ServicePage,
)
from cms_pages.tree import BATCH, add_pages
from communities.choices import BodyKind, CategoryScheme, CommunityKind, Level
from communities.models import Area, Body, Category, ContactFact, OpeningSchedule
from communities.pinyin import slug_base
from demonstration.places import spoken
from events.record import record

K = NoticeKind
# Kind, title, summary, paragraphs.
NOTICES: Final = (
    (
        K.OUTAGE,
        "二次供水水箱清洗停水通知",
        "按计划清洗水箱，各幢错开，每幢停水约两小时。",
        ("请提前储水。来水后水色发浑，放几分钟就清了。", "行动不便的老人需要送水，打居委会电话。"),
    ),
    (
        K.HEALTH,
        "65岁以上老人免费体检报名",
        "抽血、心电图、腹部B超，空腹来，体检后有早餐。",
        ("带身份证和医保卡，吃药的早上照常吃，少喝一口水。", "走不动的，登记后医生上门量血压、抽血。"),
    ),
    (
        K.SAFETY,
        "电动车充电安全检查",
        "这周逐栋检查，楼道里充电的请挪到车棚。",
        ("车棚充电桩扫码就用，充满自停。", "飞线充电当场拆除，老人家里的电瓶我们帮着送到维修点检测。"),
    ),
    (
        K.EVENT,
        "便民集市：磨刀、理发、修伞、配钥匙",
        "周六上午在活动广场，摊位照旧，下雨顺延一周。",
        ("磨刀两元，理发五元，70岁以上不收钱。", "想摆摊的手艺人请到居委会登记。"),
    ),
    (
        K.MEETING,
        "居民议事会：停车位怎么划",
        "现有车位不够，请大家一起商量，改动方案当场投票。",
        ("方案图贴在公示栏，也可以到居委会看大图。", "来不了的可以委托邻居带书面意见。"),
    ),
    (
        K.WORKS,
        "楼道外墙空鼓修补",
        "脚手架搭三周，一楼住户请收起窗外的东西。",
        ("工作时间为上午八点到十一点半、下午两点到五点半，中午不施工。", "请看好孩子，不要在架子下面玩。"),
    ),
    (
        K.GENERAL,
        "城乡居民医保缴费提醒",
        "手机、银行、居委会都能缴，到期未缴的，待遇有等待期。",
        ("不会用手机的，带身份证和钱来，我们当面帮您缴，给您打凭证。",),
    ),
    (
        K.PUBLICITY,
        "困难家庭临时救助公示",
        "公示五天，名单贴在公示栏，保护个人信息，不在网上列出。",
        ("有不同意见请在公示期内到居委会说，也可以写信，署名不公开。",),
    ),
    (
        K.RECRUITMENT,
        "招募护学岗志愿者",
        "早晚各四十分钟，提供反光背心和雨衣，保险由街道买。",
        ("身体健康、年龄不限，退休的叔叔阿姨最欢迎。", "报名打居委会电话，说清楚哪几天有空。"),
    ),
    (
        K.EVENT,
        "旧书换绿植",
        "三本书换一盆，换来的书放进图书角，大家接着看。",
        ("教辅和破损的书不收。每家最多换三盆，换完为止。",),
    ),
    (
        K.SAFETY,
        "燃气软管到期更换",
        "橡胶软管用满18个月要换，60岁以上老人家庭上门换，只收材料费。",
        ("安检员穿工装、挂工牌，不推销灶具。来人拿不准的，先打居委会电话问一声。",),
    ),
)


@dataclass(frozen=True)
class Service:
    """One service that many places have.

    Attributes:
        kind: slug of its category.
        title, summary, eligibility: as the page has them; `{area}` is the place's name.
        is_office: whether it keeps the hours of the committee or street office; else `note` says when.
        fee: a text where it varies, empty for free.
        address: empty for a service at home.
    """

    kind: str
    title: str
    summary: str
    eligibility: str = "不限"
    is_office: bool = True
    note: str = ""
    fee: str = ""
    address: str = "居委会一楼（示例）"


SERVICES: Final = (
    Service(
        "yanglao", "老人助餐点", "中午一荤两素，堂食、带走都行。", "60岁以上居民", fee="每份12元，80岁以上9元"
    ),
    Service("wenhua", "阅览室", "报纸天天换，有空调、开水和老花镜。"),
    Service("zhucan", "轮椅和拐杖出借", "登记身份证就能借，最长一个月。", "{area}居民"),
    Service("falv", "人民调解室", "邻里吵架、漏水、噪音，先来坐下说。", note="急事随时打电话"),
    Service(
        "zhiyuanzhe-bangfu",
        "代办代跑",
        "代缴水电费、代取药、代寄快递，只收原价。",
        "{area}独居和行动不便的老人",
        address="",
        note="上午登记，当天跑完",
        is_office=False,
    ),
    Service(
        "jiaoyu",
        "周末书法班",
        "老师是退休教师，纸墨自带，从描红学起。",
        "7岁以上",
        is_office=False,
        note="每周六下午两点到四点",
    ),
    Service(
        "weisheng",
        "家庭药箱清理",
        "过期药回收，医生帮着看家里的药能不能一起吃。",
        is_office=False,
        note="每月最后一个周五上午",
    ),
    Service("jiazheng", "钟点工登记", "由居委会介绍，双方见面谈好再上门。", fee="每小时30元起，由双方商定"),
)
# Of four communities three have a notice, of five two have services; a street in four has nothing of its own.
NOTICE_OF, SERVICE_OF = (4, 3), (5, 2)
# Days of age of the first, the second …: fresh, from half of the limit on, and too old (`cms_pages.inspection`).
AGES: Final = (2, 9, 21, 40, 66, 95, 120, 150, 190, 230)


def load(now: datetime) -> int:
    """Fill places that have no notice, or no service; return how many pages were made. Twice makes no more."""
    areas = [
        area
        for area in Area.objects.active()
        .filter(level__in=(Level.STREET, Level.COMMUNITY))
        .order_by("code", "pk")
        if area.kind != CommunityKind.VIRTUAL
    ]
    made = [
        *_notices(_empty(areas, NoticePage, NOTICE_OF), now),
        *_services(_empty(areas, ServicePage, SERVICE_OF), now),
    ]
    for page in made:
        kind = "notice" if isinstance(page, NoticePage) else "service"
        record(
            actor=None,
            verb=f"{kind}.published",
            instance=page,
            body_id=page.body_owner_id,
            area_paths=[page.area.path],
            now=page.first_published_at,
        )
    return len(made)


def _empty(areas: Sequence[Area], model: type[Page], share: tuple[int, int]) -> list[Area]:
    """Return the areas whose turn it is and that have no page of that type; which those are never changes."""
    present = set(model.objects.values_list("area_id", flat=True))
    of, some = share
    return [area for place, area in enumerate(areas) if place % of < some and area.pk not in present]


def _notices(areas: Sequence[Area], now: datetime) -> list[NoticePage]:
    parents = {
        page.area_id: page for page in NoticeIndexPage.objects.filter(area__in=areas).select_related("area")
    }
    owners = owners_of(list(parents.values()))
    made: list[tuple[Page, NoticePage]] = []
    for place, area in enumerate(areas):
        parent = parents[area.pk]
        kind, title, summary, paragraphs = NOTICES[place % len(NOTICES)]
        published = now - timedelta(days=AGES[place % len(AGES)], hours=place % 7)
        title = spoken(title, area)
        lines = [spoken(line, area) for line in paragraphs]
        page = NoticePage(
            title=title,
            slug=slug_base(title),
            area=area,
            body_owner=owners[parent.pk],
            kind=kind,
            summary=spoken(summary, area),
            content=[{"type": "paragraph", "value": "".join(f"<p>{line}</p>" for line in lines)}],
            audience=Audience.EVERYONE,
            first_published_at=published,
            listed_from=published,
            search_text="\n".join(lines),
        )
        made.append((parent, page))
    add_pages(made, now=now)
    pages = [page for _parent, page in made]
    NoticeAudience.objects.bulk_create(
        [NoticeAudience(notice=page, area_id=page.area_id) for page in pages], batch_size=BATCH
    )
    return pages


def _services(areas: Sequence[Area], now: datetime) -> list[ServicePage]:
    parents = {
        page.area_id: page for page in ServiceIndexPage.objects.filter(area__in=areas).select_related("area")
    }
    owners = owners_of(list(parents.values()))
    bodies = list(owners.values())
    schedules, phones = _schedules(bodies), _phones(bodies)
    categories = {row.slug: row for row in Category.objects.filter(scheme=CategoryScheme.SERVICE)}
    made: list[tuple[Page, ServicePage]] = []
    for place, area in enumerate(areas):
        parent = parents[area.pk]
        owner = owners[parent.pk]
        for step in range(1 + place % 2):
            text = SERVICES[(place + step) % len(SERVICES)]
            page = _service(text, area, owner, categories.get(text.kind))
            page.opening = schedules.get(owner.pk) if text.is_office else None
            page.first_published_at = now - timedelta(days=AGES[place % len(AGES)], hours=step)
            if owner.pk in phones and (page.opening or page.opening_note):
                made.append((parent, page))
    add_pages(made, now=now)
    pages = [page for _parent, page in made]
    ServedArea.objects.bulk_create(
        [ServedArea(service=page, area_id=page.area_id) for page in pages], batch_size=BATCH
    )
    numbers = ServicePage.contacts.through
    numbers.objects.bulk_create(
        [numbers(servicepage=page, contactfact=phones[page.body_owner_id]) for page in pages],
        batch_size=BATCH,
    )
    ServiceCare.objects.bulk_create(
        [
            ServiceCare(service=page, assured_at=page.first_published_at, assured_for=page.body_owner)
            for page in pages
        ],
        batch_size=BATCH,
    )
    return pages


def _service(text: Service, area: Area, owner: Body, category: Category | None) -> ServicePage:
    page = ServicePage(
        title=text.title,
        slug=slug_base(text.title),
        area=area,
        body_owner=owner,
        category=category,
        summary=spoken(text.summary, area),
        eligibility=spoken(text.eligibility, area).format(area=area.short_name),
        fee_kind=FeeKind.VARIES if text.fee else FeeKind.FREE,
        fee_text=text.fee,
        address=spoken(_address(text, owner), area),
        is_home_visit=not text.address,
        opening_note=text.note,
    )
    page.derive()
    return page


def _address(text: Service, owner: Body) -> str:
    if owner.kind == BodyKind.STREET_OFFICE:
        return text.address.replace("居委会一楼", "便民服务中心")
    return text.address


def _schedules(bodies: Sequence[Body]) -> dict[int, OpeningSchedule]:
    rows = OpeningSchedule.objects.filter(body__in=[body.pk for body in bodies], is_main=True)
    return {row.body_id: row for row in rows}


def _phones(bodies: Sequence[Body]) -> dict[int, ContactFact]:
    """Return the first public number of each body."""
    facts = ContactFact.objects.filter(body__in=[body.pk for body in bodies], is_public=True).phones()
    return {fact.body_id: fact for fact in facts.order_by("-position", "-pk")}
