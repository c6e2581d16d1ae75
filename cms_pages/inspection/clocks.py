"""When each area's columns were last brought up to date. One query a clock, whatever the number of areas."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import Audience
from cms_pages.columns import COLUMNS
from cms_pages.models import ConsultationPage, DisclosurePage, GuidePage, NoticePage, ServicePage
from communities.choices import Level
from communities.inspection import Clock, clocks
from communities.models import Area
from forum.addresses import area_url
from forum.models import Topic

TWO_WEEKS, HALF_YEAR, YEAR = 14, 183, 365


def public_notices_updated() -> Mapping[int, datetime]:
    """Return when a notice for residents was last published, by key of its area."""
    rows = NoticePage.objects.live().exclude(audience=Audience.COMMITTEES).order_by()
    return dict(rows.values_list("area_id").annotate(last=Max("last_published_at")))


def home_updated() -> Mapping[int, datetime]:
    """Return, for the district alone, when anything that its front page lists was last published."""
    newest = max(public_notices_updated().values(), default=None)
    district = Area.objects.filter(level=Level.DISTRICT).values_list("pk", flat=True).first()
    return {district: newest} if newest is not None and district is not None else {}


def consultations_updated() -> Mapping[int, datetime]:
    """Return, for the district alone, when something was last put to consultation anywhere in it."""
    newest = ConsultationPage.objects.live().order_by("-last_published_at").first()
    district = Area.objects.filter(level=Level.DISTRICT).values_list("pk", flat=True).first()
    if newest is None or newest.last_published_at is None or district is None:
        return {}
    return {district: newest.last_published_at}


def disclosures_updated() -> Mapping[int, datetime]:
    """Return when a disclosure was last published, by key of its area."""
    rows = DisclosurePage.objects.live().order_by()
    return dict(rows.values_list("area_id").annotate(last=Max("last_published_at")))


def forum_updated() -> Mapping[int, datetime]:
    """Return when somebody last wrote what is public, by key of the area.

    A street's and the district's boards show what was written below them, so that counts for them, too.
    """
    found: dict[int, datetime] = {}
    rows = Topic.objects.listed().order_by().values_list("board__area__path")
    for path, last in rows.annotate(last=Max("last_post_at")):
        for key in (int(part) for part in path.split("/") if part):
            found[key] = max(last, found.get(key, last))
    return found


def boards(areas: Iterable[int]) -> Mapping[int, str]:
    """Return the addresses of the boards, by key of the area."""
    rows = Area.objects.filter(pk__in=list(areas)).select_related("parent")
    return {area.pk: area_url(area) for area in rows}


def services_updated() -> Mapping[int, datetime]:
    """Return when a service was last published, or assured to be right, by key of its area."""
    rows = ServicePage.objects.live().order_by().values_list("area_id")
    found = rows.annotate(published=Max("last_published_at"), assured=Max("care__assured_at"))
    return {area: max(filter(None, moments)) for area, *moments in found if any(moments)}


def guides_updated() -> Mapping[int, datetime]:
    """Return when a guide was last published, or reviewed, by key of its area (the departments': the
    district).
    """
    rows = GuidePage.objects.live().order_by().values_list("area_id")
    found = rows.annotate(published=Max("last_published_at"), reviewed=Max("care__reviewed_on"))
    return {
        area: max(filter(None, (published, _morning(reviewed))))
        for area, published, reviewed in found
        if published or reviewed
    }


def _morning(day: "datetime | None") -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))


def column_pages(key: str) -> Callable[[Iterable[int]], Mapping[int, str]]:
    """Return what finds the editors' list of that column, by key of the area."""

    def find(areas: Iterable[int]) -> Mapping[int, str]:
        column = next(column for column in COLUMNS if column.key == key)
        pages = column.page_model.objects.filter(area__in=list(areas)).values_list("area_id", "pk")
        return {area: reverse("wagtailadmin_explore", args=[page]) for area, page in pages}

    return find


_DISTRICT, _BELOW = frozenset({Level.DISTRICT}), frozenset({Level.STREET, Level.COMMUNITY})

for _key, _clock in (
    ("home", Clock(_("区首页"), TWO_WEEKS, _DISTRICT, home_updated)),
    (
        "district-notices",
        Clock(_("区级公告"), TWO_WEEKS, _DISTRICT, public_notices_updated, column_pages("notices")),
    ),
    ("notices", Clock(_("社区公告"), HALF_YEAR, _BELOW, public_notices_updated, column_pages("notices"))),
    (
        "consultations",
        Clock(_("意见征集"), YEAR, _DISTRICT, consultations_updated, column_pages("notices")),
    ),
    (
        "disclosures",
        Clock(
            _("居务公开"),
            HALF_YEAR,
            frozenset({Level.COMMUNITY}),
            disclosures_updated,
            column_pages("disclosures"),
        ),
    ),
    ("guides", Clock(_("办事指南"), HALF_YEAR, _DISTRICT, guides_updated, column_pages("guides"))),
    (
        "services",
        Clock(_("便民服务"), HALF_YEAR, _DISTRICT | _BELOW, services_updated, column_pages("services")),
    ),
    ("forum", Clock(_("社区论坛"), HALF_YEAR, _DISTRICT | _BELOW, forum_updated, boards)),
):
    clocks.register(_key)(_clock)
