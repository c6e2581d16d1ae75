"""The Atom feed of a list of guides: what is new or changed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms_pages.guides.listing import filters_for, guides_of
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models.guides.lists import GuideListPage

FEED_SIZE = 30


def guide_feed(request: HttpRequest, page: "GuideListPage") -> HttpResponse:
    """Return the guides of the list that were published or changed last."""
    filters = filters_for(page, request)
    address = page.get_full_url(request)
    feed = Atom1Feed(
        title=f"{page.area.short_name} · {page.title}",
        link=filters.address(address),
        description=_("新发布和有变动的办事指南"),
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=filters.address(f"{address}feed/"),
    )
    for guide in filters.apply(guides_of(page)).order_by("-last_published_at", "-pk")[:FEED_SIZE]:
        link = guide.get_full_url(request)
        feed.add_item(
            title=safe_text(guide.title),
            link=link,
            description=safe_text(guide.what_it_is),
            author_name=str(guide.body_owner),
            unique_id=link,
            pubdate=guide.first_published_at,
            updateddate=guide.last_published_at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
