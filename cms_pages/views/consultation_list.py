"""The consultations of an area or a department: the list, and its Atom feed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms_pages.consultations.display import bound_life, time_words
from cms_pages.consultations.filters import ConsultationFilters
from cms_pages.consultations.listing import consultations_of, list_context
from cms_pages.models.notices.lists import SEGMENT
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models.notices.lists import NoticeListPage

FEED_SIZE = 30


def consultation_list(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Show the consultations with the address's filters, page by page."""
    return render(request, "cms_pages/consultations/list.html", list_context(page, request))


def consultation_feed(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Return the newest consultations, as anybody may read them; one whose outcome came is told as
    changed.
    """
    now = timezone.now()
    address = f"{page.get_full_url(request)}{SEGMENT}/"
    feed = Atom1Feed(
        title=_("%(area)s · 意见征集") % {"area": page.area.short_name},
        link=address,
        description=_("%(area)s的意见征集和结果") % {"area": page.area.short_name},
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=f"{address}feed/",
    )
    for row in consultations_of(page, ConsultationFilters.parse(request.GET), now)[:FEED_SIZE]:
        bound_life(row, request, now)
        link = row.get_full_url(request)
        words = f"{row.state_at(now).label} · {time_words(row, now)} {safe_text(row.summary)}"
        feed.add_item(
            title=safe_text(row.title),
            link=link,
            description=words.strip(),
            author_name=str(row.body_owner),
            unique_id=link,
            pubdate=row.listed_from,
            updateddate=row.last_published_at or row.listed_from,
            categories=(str(row.state_at(now).label),),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
