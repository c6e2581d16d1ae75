"""Introductions of front pages, and the district's most wanted matters."""

from typing import Final

from cms_pages.models import DepartmentNoticesPage, FrontPageProfile, WantedMatter
from communities.choices import CommunityKind, Level
from communities.models import Area
from demonstration.places import Stage

MOST_INTRODUCED: Final = 14

DISTRICT: Final = (
    "{name}的街道和社区都在这个网站上：公告发在这里，电话和办公时间写在这里，"
    "居民有事先看这里，少跑一趟。找到您的社区，设为“我的社区”，以后打开就是家门口的事。"
)
STREET: Final = (
    "{name}下辖{count}个社区。街道便民服务中心办理社会保障、民政、退役军人、计生和残疾人事务，"
    "材料不全的，窗口会一次说清还缺什么；行动不便的居民可以请社区代办。"
)
# Written for communities of 秦淮; other districts get `COMMON`.
BY_NAME: Final = {
    "五老村社区": (
        "五老村社区在城中，巷子密，老房子多，住着不少几代人没有搬过家的老街坊。"
        "社区每月第一个星期六上午请物业、管养单位和居民坐下来说院子里的事，谁都可以来。\n"
        "一楼便民大厅办理居住证明、老年卡、医保登记，二楼有阅览室和老年活动室，工作日开放。"
    ),
    "乌衣巷社区": (
        "乌衣巷社区挨着夫子庙，平常住户，节假日游客，出门要让路是常事。灯会期间的交通管制和停车安排，"
        "我们提前一周发公告。\n社区里老人多，食堂中午十一点开饭，独居老人可以送餐上门。"
    ),
    "小西湖社区": (
        "小西湖社区是老城南的历史地段，七巷十八弄还是原来的走法，房子一院一院地修。"
        "改造进度和每一户的选择办法都在公告里，看不明白的，来居委会我们一条一条讲。"
    ),
    "门东社区": (
        "门东社区在城墙根下，白墙黛瓦，巷子里有戏台也有菜场。"
        "社区有三支志愿队：巡夜的、修小家电的、陪老人看病的，电话打到居委会就能找到。"
    ),
    "来凤街社区": (
        "来凤街社区有大片上世纪八九十年代的楼，加装电梯、改下水管、停车难是大家最常问的三件事。"
        "每一栋楼改到哪一步，看公告就知道。"
    ),
    "三条巷社区": (
        "三条巷社区离地铁近，租房的年轻人多。居住登记、居住证明在大厅当场办，带身份证和租房合同就行。"
    ),
    "评事街社区": (
        "评事街社区是老城南的一条老街，灯彩、糖粥、老茶馆都在这里。"
        "街上修缮期间，运料车每天晚上八点以后才进出，吵到您请打居委会电话。"
    ),
    "长干里社区": (
        "长干里社区在中华门外，孩子多，两所小学都在步行十分钟之内。"
        "暑假的四点半课堂、冬天的护学岗，报名都在社区公告里。"
    ),
    "瑞金新村社区": (
        "瑞金新村社区绿树成荫，住着许多退休职工。社区和卫生服务站合办血压门诊，每周二、周四上午，不用挂号。"
    ),
    "大光路社区": (
        "大光路社区沿秦淮河一段，步道早晚都是人。河边的路灯、栏杆坏了请告诉我们，一般三天之内修好。"
    ),
    "银龙花园社区": (
        "银龙花园社区是大型保障房小区，家家户户都是后来的邻居。"
        "每栋楼有楼栋长，名单和电话贴在单元门口，也在社区大厅里。"
    ),
    "火瓦巷社区": (
        "火瓦巷社区在市中心，写字楼和老居民楼隔着一条巷子。"
        "白天停车、夜里烧烤的投诉最多，处理结果每个月公布一次。"
    ),
}
COMMON: Final = (
    "{name}由{committee}管理。便民大厅办理居住证明、老年卡和医保登记，材料带齐当场办完；"
    "行动不便的，打电话我们上门。\n每月第一个星期六上午是居民议事会，院子里的大事小事都可以来说。"
)


def load_profiles(stage: Stage) -> int:
    """Write introductions where there is none: the district's, the streets', a dozen communities'; return how
    many.
    """
    written = 0
    profiles = FrontPageProfile.objects.filter(introduction="").select_related("area").order_by("area__code")
    chosen = _chosen(stage)
    for profile in profiles:
        text = _introduction(profile.area, chosen)
        if text:
            profile.introduction = text
            profile.save(update_fields=["introduction"])
            written += 1
    return written


def load_wanted_matters(stage: Stage) -> int:
    """Let the district's front page lead to what people come for, among the pages that there are; return how
    many.
    """
    profile = FrontPageProfile.objects.get(area=stage.district)
    if profile.wanted_matters.exists():
        return 0
    matters = []
    departments = {
        page.title[1:]: page for page in DepartmentNoticesPage.objects.filter(area=stage.district).live()
    }
    for department, label, icon in (
        ("民政局", "养老和救助", WantedMatter.Icon.ELDERLY),
        ("卫健委", "看病和接种", WantedMatter.Icon.MEDICAL),
        ("教育局", "入学报名", WantedMatter.Icon.CHILDREN),
        ("人社局", "就业和社保", WantedMatter.Icon.WORK),
        ("住建局", "住房和物业", WantedMatter.Icon.HOUSING),
        ("公安分局", "户籍和证件", WantedMatter.Icon.IDENTITY),
    ):
        if department in departments:
            matters.append((label, icon, departments[department]))
    WantedMatter.objects.bulk_create(
        [
            WantedMatter(profile=profile, label=label, icon=icon, page_id=page.pk, sort_order=number)
            for number, (label, icon, page) in enumerate(matters)
        ]
    )
    return len(matters)


def _chosen(stage: Stage) -> set[int]:
    """Return the communities that get an introduction: those with one of their own, else the first dozen."""
    communities = Area.objects.active().filter(level=Level.COMMUNITY).exclude(kind=CommunityKind.VIRTUAL)
    named = list(communities.filter(short_name__in=BY_NAME).values_list("pk", flat=True))
    others = list(communities.exclude(pk__in=named).order_by("code").values_list("pk", flat=True))
    return {stage.community.pk, *named, *others[: max(0, MOST_INTRODUCED - len(named))]}


def _introduction(area: Area, chosen: set[int]) -> str:
    if area.level == Level.DISTRICT:
        return DISTRICT.format(name=area.short_name)
    if area.level == Level.STREET:
        count = area.children.filter(level=Level.COMMUNITY).exclude(kind=CommunityKind.VIRTUAL).count()
        return STREET.format(name=area.short_name, count=count) if count else ""
    if area.pk not in chosen:
        return ""
    return BY_NAME.get(area.short_name) or COMMON.format(name=area.short_name, committee=area.name)
