"""The state of disclosure of an area, for its front page."""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from cms_pages import page_cache
from cms_pages.disclosures import figures
from cms_pages.disclosures.listing import row_of
from cms_pages.models import DisclosurePage
from cms_pages.navigation import Navigation
from communities.models import Area

MOST: Final = 4


def state_of_disclosure(
    area: Area, place: Navigation, request: HttpRequest, now: datetime
) -> dict[str, Any] | None:
    """Return rate, what is late and what was disclosed last; None for a virtual community."""
    if not figures.has_catalogue(area):
        return None
    column = place.column("disclosures")
    if column is None:
        return None
    state = figures.state_of(area, now)
    page_cache.bound(request, state.changes_at)
    newest = DisclosurePage.objects.listed_for(area)[:MOST]
    return {
        "title": column["label"],
        "url": column["url"],
        "board_url": f"{column['url']}board/",
        "rate": state.rate,
        "overdue": state.overdue,
        "due": state.counts["due"],
        "rows": [row_of(page, request) for page in newest],
    }
