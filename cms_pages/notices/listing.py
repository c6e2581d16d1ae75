"""What a list of notices shows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.consultations.listing import open_now
from cms_pages.models.notices.lists import SEGMENT
from cms_pages.notices.filters import NoticeFilters
from cms_pages.notices.trail import breadcrumbs
from cms_pages.paging import page_of
from communities.choices import Level

if TYPE_CHECKING:
    from cms_pages.models import NoticePage
    from cms_pages.models.notices.lists import NoticeListPage
    from cms_pages.querysets.notices import NoticeQuerySet

PAGE_SIZE = 20
MOST_PINNED = 10
# Beyond it the number is no help to a reader, and counting would read the whole table.
MOST_COUNTED = 1000


def notices_of(page: "NoticeListPage", filters: NoticeFilters, now: datetime) -> "NoticeQuerySet":
    """Return the notices of a list, without pages: of an area, or a department's own."""
    from cms_pages.models import DepartmentNoticesPage, NoticePage

    notices = NoticePage.objects.listed_for(
        page.area, now, own_level=filters.own_level, include_expired=filters.with_ended
    )
    if isinstance(page, DepartmentNoticesPage):
        notices = notices.child_of(page)
    return filters.apply(notices)


def list_context(page: "NoticeListPage", request: HttpRequest) -> dict[str, Any]:
    """Return the context of a list's template for the address's filters."""
    from cms_pages.models import NoticePage

    now = timezone.now()
    filters = NoticeFilters.parse(page.area, request.GET)
    notices = notices_of(page, filters, now)
    base = page.get_url(request) or request.path
    pinned = list(notices.pinned_for(page.area, now)[:MOST_PINNED]) if filters.is_first_page else []
    shown = page_of(notices.not_pinned_for(page.area, now), filters, base, by="listed_from", size=PAGE_SIZE)
    total = notices.order_by()[: MOST_COUNTED + 1].count()
    page_cache.bound(request, NoticePage.objects.next_change_for(page.area, now))
    return {
        "now": now,
        "filters": filters,
        "filter_fields": filters.fields,
        "filter_chips": filters.chips(base),
        "reset_url": base if filters.parameters else "",
        "result_text": _result_text(total, filters),
        "items": [
            *(list_item(notice, request, now, is_pinned=True) for notice in pinned),
            *(list_item(notice, request, now) for notice in shown.rows),
        ],
        "list_url": base,
        "newer_url": shown.newer_url,
        "older_url": shown.older_url,
        "consultations_url": f"{base}{SEGMENT}/",
        "open_consultations": open_now(page.area, request, now) if filters.is_first_page else [],
        "feed_url": f"{base}feed/" + (f"?kind={filters.kind}" if filters.kind else ""),
        "page_error": filters.errors.get("page", ""),
        "breadcrumbs": breadcrumbs(page, request, now),
        "wider_url": _wider_url(page, request),
    }


def _result_text(total: int, filters: NoticeFilters) -> str:
    if not filters.parameters:
        return ""
    if total > MOST_COUNTED:
        return _("符合条件的公告超过%(most)d条") % {"most": MOST_COUNTED}
    return _("符合条件的公告%(total)d条") % {"total": total}


def list_item(
    notice: "NoticePage", request: HttpRequest, now: datetime, *, is_pinned: bool = False
) -> dict[str, Any]:
    """Return a row of `design/components/dated_list.html`."""
    badges = []
    if notice.has_ended(now):
        badges.append({"state": "closed", "label": _("已失效")})
    if notice.is_urgent and notice.urgent_until and notice.urgent_until > now:
        badges.append({"state": "urgent", "label": _("紧急")})
    if is_pinned:
        badges.append({"state": "pinned", "label": _("置顶")})
    return {
        "url": notice.get_url(request),
        "title": notice.title,
        "summary": notice.summary,
        "badges": badges,
        "date": notice.listed_from,
        "kind": notice.get_kind_display(),
        "area": str(notice.body_owner),
        "note": _("%(day)s失效") % {"day": f"{timezone.localtime(notice.effective_until):%Y-%m-%d}"}
        if notice.effective_until
        else "",
    }


def _wider_url(page: "NoticeListPage", request: HttpRequest) -> str:
    """Return the address of the notices of the area above, for readers of an empty list."""
    from cms_pages.models import NoticeIndexPage

    if page.area.level == Level.DISTRICT or page.area.parent_id is None:
        return ""
    wider = NoticeIndexPage.objects.live().filter(area_id=page.area.parent_id).first()
    return (wider.get_url(request) or "") if wider else ""
