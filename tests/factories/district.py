"""A small real district: two streets of Qinhuai, five communities, made by the verbs that make the whole."""

from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Page

from cms_pages.models import NoticeIndexPage
from communities.actions.add_bodies import add_bodies
from communities.actions.load_divisions import load_divisions
from communities.choices import BodyKind, Level
from communities.divisions.checking import CommunityRow, Divisions, StreetRow
from communities.divisions.naming import community_kind, community_short_name
from communities.models import Area, Body

STREETS = {"320104001": "秦虹街道", "320104002": "夫子庙街道"}
COMMUNITIES = {
    "320104001001": "中牌楼社区居委会",
    "320104001002": "康居里社区居委会",
    "320104002001": "莲子营社区居委会",
    "320104002002": "东水关社区居委会",
    "320104002005": "乌衣巷社区居委会",
}
DEPARTMENT = "秦淮区民政局"


@dataclass
class District:
    """The tree, by the pinyin of a place: `district["wuyixiang"]` is an area, `district[""]` the district."""

    areas: dict[str, Area] = field(default_factory=dict)

    def __getitem__(self, slug: str) -> Area:
        return self.areas[slug]

    @property
    def area(self) -> Area:
        return self.areas[""]

    @property
    def streets(self) -> list[Area]:
        return [area for area in self.areas.values() if area.level == Level.STREET]

    @property
    def communities(self) -> list[Area]:
        return [area for area in self.areas.values() if area.level == Level.COMMUNITY]

    def body(self, slug: str = "", kind: BodyKind | None = None) -> Body:
        """Return the committee, the street's or (without a slug) the district's office; or one of `kind`."""
        usual = {
            Level.DISTRICT: BodyKind.DISTRICT_OFFICE,
            Level.STREET: BodyKind.STREET_OFFICE,
            Level.COMMUNITY: BodyKind.COMMITTEE,
        }
        area = self.areas[slug]
        return Body.objects.get(area=area, kind=kind or usual[Level(area.level)])

    def page(self, slug: str = "") -> Page:
        """Return the front page of the place."""
        return Area.objects.get(pk=self.areas[slug].pk).page.specific

    def notices_of(self, slug: str = "") -> NoticeIndexPage:
        """Return the notices page of the place."""
        return NoticeIndexPage.objects.child_of(self.page(slug)).get()


def build_district() -> District:
    """Make the tree, and a department of the district."""
    now = timezone.now()
    load_divisions(actor=None, divisions=divisions(), now=now)
    tree = District()
    for area in Area.objects.order_by("path"):
        tree.areas[area.slug if area.level != Level.DISTRICT else ""] = area
    department = Body(kind=BodyKind.DEPARTMENT, name=DEPARTMENT, short_name="区民政局", area=tree.area)
    add_bodies(actor=None, bodies=[department], now=now)
    return tree


def divisions() -> Divisions:
    return Divisions(
        district_code="320104",
        district_name="秦淮区",
        is_name_given=False,
        streets=tuple(StreetRow(code=code, name=name) for code, name in STREETS.items()),
        communities=tuple(
            CommunityRow(
                code=code,
                name=name,
                street_code=code[:9],
                kind=community_kind(code=code, name=name),
                short_name=community_short_name(name),
            )
            for code, name in COMMUNITIES.items()
        ),
    )
