"""What a list of disclosures shows."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.disclosures import figures
from cms_pages.disclosures.filters import DisclosureFilters
from cms_pages.notices.trail import breadcrumbs
from cms_pages.paging import page_of
from communities.choices import CommunityKind, Level
from communities.words import committee_word, supervisor_word
from design.formatting import cn_date
from disclosure.choices import DisclosureKind
from disclosure.models import kind_label

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage, DisclosurePage

PAGE_SIZE = 20
MOST_YEARS = 8


def list_context(page: "DisclosureIndexPage", request: HttpRequest) -> dict[str, Any]:
    """Return the context of a list's template for the address's filters."""
    from cms_pages.models import DisclosurePage

    now = timezone.now()
    filters = DisclosureFilters.parse(page.area, request.GET)
    pages = filters.keep(DisclosurePage.objects.listed_for(page.area))
    base = page.get_url(request) or request.path
    shown = page_of(pages, filters, base, by="first_published_at", size=PAGE_SIZE)
    has_catalogue = page.area.kind != CommunityKind.VIRTUAL
    state = figures.state_of(page.area, now) if has_catalogue else None
    if state is not None:
        page_cache.bound(request, state.changes_at)
    return {
        "now": now,
        "filters": filters,
        "filter_fields": filters.fields(recent_years(now.year)),
        "filter_chips": filters.chips(base),
        "reset_url": base if filters.parameters else "",
        "result_text": _("符合条件的%d项") % pages.count() if filters.parameters else "",
        "items": [row_of(one, request) for one in shown.rows],
        "list_url": base,
        "newer_url": shown.newer_url,
        "older_url": shown.older_url,
        "page_error": filters.errors.get("page", ""),
        "breadcrumbs": breadcrumbs(page, request, now),
        "feed_url": filters.address(f"{base}feed/"),
        "board_url": f"{base}board/" if has_catalogue else "",
        "catalogue_url": f"{base}catalogue/" if has_catalogue else "",
        "objections_url": f"{base}objections/",
        "state": state,
        "committee": committee_word(page.area),
        "supervisor": supervisor_word(page.area),
        "affairs": kind_label(DisclosureKind.AFFAIRS, page.area),
        "is_community": page.area.level == Level.COMMUNITY,
    }


def recent_years(year: int) -> list[int]:
    """Return the years that a filter offers."""
    return [year - n for n in range(MOST_YEARS)]


def row_of(page: "DisclosurePage", request: HttpRequest) -> dict[str, Any]:
    """Return a row of `design/components/dated_list.html`."""
    duty = page.duty
    badges = []
    if duty is not None and not duty.was_on_time and duty.met_on is not None:
        badges.append({"state": "closed", "label": _("逾期公开")})
    corrected = page.last_published_at != page.first_published_at
    return {
        "url": page.get_url(request),
        "title": page.title,
        "badges": badges,
        "date": page.first_published_at,
        "kind": kind_label(duty.item.kind, page.area) if duty else "",
        "area": page.area.short_name,
        "note": _("%(day)s更正") % {"day": cn_date(page.last_published_at)} if corrected else "",
    }
