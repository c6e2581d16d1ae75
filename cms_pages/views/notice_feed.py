"""The Atom feed of a list of notices."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.notices.filters import NoticeFilters
from cms_pages.notices.listing import notices_of
from cms_pages.views.feeds import FEED_SIZE, atom
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models.notices.lists import NoticeListPage


def notice_feed(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Return the newest notices of the list with the address's filters, as anybody may read them."""
    from cms_pages.models import NoticePage

    now = timezone.now()
    filters = NoticeFilters.parse(page.area, request.GET)
    page_cache.bound(request, NoticePage.objects.next_change_for(page.area, now))
    return atom(
        request,
        page,
        filters,
        title=str(NoticePage.Kind(filters.kind).label) if filters.kind else "",
        description=_("%(area)s发布的和发给%(area)s居民的公告") % {"area": page.area.short_name},
        entries=(
            (
                notice,
                {
                    "description": strip_tags(safe_text(notice.summary)) or safe_text(notice.title),
                    "pubdate": notice.listed_from,
                    "updateddate": max(notice.last_published_at or notice.listed_from, notice.listed_from),
                    "categories": (str(notice.get_kind_display()),),
                },
            )
            for notice in notices_of(page, filters, now)[:FEED_SIZE]
        ),
    )
