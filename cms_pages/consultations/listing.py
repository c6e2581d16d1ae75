"""What a list of consultations shows, and what front pages and the notices say of those that are open."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.choices import ConsultationState
from cms_pages.consultations.display import list_item
from cms_pages.consultations.filters import ConsultationFilters
from cms_pages.models.notices.lists import SEGMENT
from cms_pages.notices.trail import breadcrumbs
from cms_pages.paging import page_of

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage
    from cms_pages.models.notices.lists import NoticeListPage
    from cms_pages.querysets.consultations import ConsultationQuerySet
    from communities.models import Area

PAGE_SIZE = 20
MOST_ON_FRONT_PAGES = 3
# More are never open at once in one place; beyond it a front page only shows its first.
MOST_LOOKED_AT = 30


def consultations_of(
    page: "NoticeListPage", filters: ConsultationFilters, now: datetime
) -> "ConsultationQuerySet":
    """Return the consultations of a list, without pages: of an area, or a department's own."""
    from cms_pages.models import ConsultationPage, DepartmentNoticesPage

    rows = ConsultationPage.objects.listed_for(page.area)
    if isinstance(page, DepartmentNoticesPage):
        rows = rows.child_of(page)
    return filters.apply(rows, now)


def list_context(page: "NoticeListPage", request: HttpRequest) -> dict[str, Any]:
    """Return the context of the list's template for the address's filters."""
    now = timezone.now()
    filters = ConsultationFilters.parse(page.area, request.GET)
    notices_url = page.get_url(request) or request.path
    base = f"{notices_url}{SEGMENT}/"
    rows = consultations_of(page, filters, now)
    total = rows.order_by().count()
    shown = page_of(rows, filters, base, by="listed_from", size=PAGE_SIZE)
    _bound(request, page.area, now)
    trail = breadcrumbs(page, request, now)
    trail[-1]["url"] = notices_url
    return {
        "page": page,
        "now": now,
        "filters": filters,
        "filter_fields": filters.fields,
        "filter_chips": filters.chips(base),
        "reset_url": base if filters.parameters else "",
        "result_text": _("符合条件的意见征集%(total)d项") % {"total": total} if filters.parameters else "",
        "items": [list_item(row, request, now) for row in shown.rows],
        "list_url": base,
        "newer_url": shown.newer_url,
        "older_url": shown.older_url,
        "feed_url": f"{base}feed/",
        "page_error": filters.errors.get("page", ""),
        "breadcrumbs": [*trail, {"label": _("意见征集"), "url": ""}],
    }


def open_now(area: "Area", request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of what is open in `area`, whose end is nearest, first; one query.

    The page's life ends when the first of them ends, or the next one begins.
    """
    rows = _not_ended(area, now)
    for row in rows:
        page_cache.bound(request, row.next_change(now))
    found = [row for row in rows if row.state_at(now) == ConsultationState.OPEN]
    return [{**list_item(row, request, now), "badges": []} for row in found[:MOST_ON_FRONT_PAGES]]


def _not_ended(area: "Area", now: datetime) -> "list[ConsultationPage]":
    from cms_pages.models import ConsultationPage

    return list(ConsultationPage.objects.listed_for(area).not_ended(now)[:MOST_LOOKED_AT])


def _bound(request: HttpRequest, area: "Area", now: datetime) -> None:
    for row in _not_ended(area, now):
        page_cache.bound(request, row.next_change(now))
