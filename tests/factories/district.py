"""A small real district: two streets of Qinhuai with five communities, their bodies, folders and pages."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from cms_pages.models import CommunityPage, HomePage, NoticeIndexPage, StreetPage
from communities.choices import BodyKind, CommunityKind, Level
from communities.models import Area, Body, BodyPage

DISTRICT = ("320104", "秦淮区")
STREETS = [("320104001", "秦虹街道", "qinhong"), ("320104002", "夫子庙街道", "fuzimiao")]
COMMUNITIES = [
    ("320104001001", "中牌楼社区", "zhongpailou"),
    ("320104001002", "康居里社区", "kangjuli"),
    ("320104002001", "莲子营社区", "lianziying"),
    ("320104002002", "东水关社区", "dongshuiguan"),
    ("320104002005", "乌衣巷社区", "wuyixiang"),
]


@dataclass
class District:
    """The tree, found by the pinyin of a place: `district["wuyixiang"]` is the area."""

    areas: dict[str, Area] = field(default_factory=dict)

    def __getitem__(self, slug: str) -> Area:
        return self.areas[slug]

    @property
    def area(self) -> Area:
        return next(area for area in self.areas.values() if area.level == Level.DISTRICT)

    @property
    def streets(self) -> list[Area]:
        return [area for area in self.areas.values() if area.level == Level.STREET]

    @property
    def communities(self) -> list[Area]:
        return [area for area in self.areas.values() if area.level == Level.COMMUNITY]

    def body(self, slug: str = "", kind: BodyKind | None = None) -> Body:
        """Return the committee, the street's or (without a slug) the district's office; or one of `kind`."""
        area = self.areas[slug] if slug else self.area
        kind = (
            kind
            or {
                Level.DISTRICT: BodyKind.DISTRICT_OFFICE,
                Level.STREET: BodyKind.STREET_OFFICE,
                Level.COMMUNITY: BodyKind.COMMITTEE,
            }[Level(area.level)]
        )
        return Body.objects.get(area=area, kind=kind)

    def page(self, slug: str = "") -> Page:
        """Return the front page of the place."""
        area = self.areas[slug] if slug else self.area
        return Area.objects.get(pk=area.pk).page.specific

    def notices_of(self, slug: str = "") -> NoticeIndexPage:
        """Return the notices page of the place."""
        return NoticeIndexPage.objects.child_of(self.page(slug)).get()


def ensure_roots() -> Page:
    """Return the root page; make what Wagtail's migrations made and a flush took away."""
    Locale.objects.get_or_create(language_code="zh-hans")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def build_district() -> District:
    """Make the tree."""
    root = ensure_roots()
    tree = District()
    district = _area(Level.DISTRICT, *DISTRICT, slug="", parent=None)
    tree.areas["qinhuai"] = district
    home = _front_page(HomePage, district, root)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name="秦淮社区建设网站"
    )
    _body(BodyKind.DISTRICT_OFFICE, "秦淮区社区建设网站管理办公室", district, home)
    _body(BodyKind.STEERING_COMMISSION, "秦淮区社区建设指导委员会", district, None)
    _body(BodyKind.DEPARTMENT, "秦淮区民政局", district, None)
    for code, name, slug in STREETS:
        street = tree.areas[slug] = _area(Level.STREET, code, name, slug=slug, parent=district)
        _body(BodyKind.STREET_OFFICE, f"{name}办事处", street, _front_page(StreetPage, street, home))
    for code, name, slug in COMMUNITIES:
        street = next(area for area in tree.areas.values() if area.code == code[:9])
        community = tree.areas[slug] = _area(
            Level.COMMUNITY, code, name, slug=slug, parent=street, kind=CommunityKind.RESIDENTS
        )
        street_page = Area.objects.get(pk=street.pk).page.specific
        _body(
            BodyKind.COMMITTEE, f"{name}居委会", community, _front_page(CommunityPage, community, street_page)
        )
    return tree


def _area(level: Level, code: str, name: str, *, slug: str, parent: Area | None, **fields: Any) -> Area:
    area = Area.objects.create(
        level=level, code=code, name=name, short_name=name, slug=slug, parent=parent, **fields
    )
    area.path = f"{parent.path if parent else ''}{area.pk}/"
    area.save(update_fields=["path"])
    return area


def _front_page(page_class: type[Page], area: Area, parent: Page) -> Page:
    now = timezone.now()
    page = page_class(title=area.short_name, slug=area.slug or "home-page", area=area, first_published_at=now)
    parent.add_child(instance=page)
    page.add_child(
        instance=NoticeIndexPage(title="社区公告", slug="notices", area=area, first_published_at=now)
    )
    area.page = page
    area.save(update_fields=["page"])
    return page


def _body(kind: BodyKind, name: str, area: Area, page: Page | None) -> Body:
    collection = Collection.get_first_root_node().add_child(name=name)
    body = Body.objects.create(kind=kind, name=name, area=area, collection=collection)
    if page is not None:
        BodyPage.objects.create(body=body, page=NoticeIndexPage.objects.child_of(page).get())
    return body
