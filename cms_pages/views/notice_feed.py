"""The Atom feed of a list of notices."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.notices.filters import NoticeFilters
from cms_pages.notices.listing import notices_of
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models.notices.lists import NoticeListPage

FEED_SIZE = 30


def notice_feed(request: HttpRequest, page: "NoticeListPage") -> HttpResponse:
    """Return the newest notices of the list with the address's filters, as anybody may read them."""
    from cms_pages.models import NoticePage

    now = timezone.now()
    filters = NoticeFilters.parse(page.area, request.GET)
    title = f"{page.area.short_name} · {page.title}"
    if filters.kind:
        title = f"{title} · {NoticePage.Kind(filters.kind).label}"
    address = page.get_full_url(request)
    feed = Atom1Feed(
        title=title,
        link=filters.address(address),
        description=_("%(area)s发布的和发给%(area)s居民的公告") % {"area": page.area.short_name},
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=filters.address(f"{address}feed/"),
    )
    for notice in notices_of(page, filters, now)[:FEED_SIZE]:
        link = notice.get_full_url(request)
        feed.add_item(
            title=safe_text(notice.title),
            link=link,
            description=strip_tags(safe_text(notice.summary)) or safe_text(notice.title),
            author_name=str(notice.body_owner),
            unique_id=link,
            pubdate=notice.listed_from,
            updateddate=max(notice.last_published_at or notice.listed_from, notice.listed_from),
            categories=(str(notice.get_kind_display()),),
        )
    page_cache.bound(request, NoticePage.objects.next_change_for(page.area, now))
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
