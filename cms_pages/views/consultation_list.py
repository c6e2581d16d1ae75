"""The consultations of an area or a department: the list, and its Atom feed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.consultations.display import bound_life, time_words
from cms_pages.consultations.filters import ConsultationFilters
from cms_pages.consultations.listing import consultations_of, list_context
from cms_pages.models.notices.lists import SEGMENT
from cms_pages.views.feeds import FEED_SIZE, atom
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage
    from cms_pages.models.notices.lists import NoticeListPage


def consultation_list(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Show the consultations with the address's filters, page by page."""
    return render(request, "cms_pages/consultations/list.html", list_context(page, request))


def consultation_feed(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Return the newest consultations, as anybody may read them; one whose outcome came is told as
    changed.
    """
    now = timezone.now()
    filters = ConsultationFilters.parse(page.area, request.GET)
    return atom(
        request,
        page,
        filters,
        title=_("意见征集"),
        segment=f"{SEGMENT}/",
        description=_("%(area)s的意见征集和结果") % {"area": page.area.short_name},
        entries=(
            (row, _entry(row, request, now)) for row in consultations_of(page, filters, now)[:FEED_SIZE]
        ),
    )


def _entry(row: "ConsultationPage", request: HttpRequest, now: datetime) -> dict[str, Any]:
    bound_life(row, request, now)
    state = str(row.state_at(now).label)
    return {
        "description": f"{state} · {time_words(row, now)} {safe_text(row.summary)}".strip(),
        "pubdate": row.listed_from,
        "updateddate": row.last_published_at or row.listed_from,
        "categories": (state,),
    }
