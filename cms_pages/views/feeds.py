"""What the Atom feeds of all lists share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from cms_pages.filters import ListFilters
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models import ColumnPage, ContentPage

FEED_SIZE = 30


def atom(
    request: HttpRequest,
    page: "ColumnPage",
    filters: ListFilters,
    *,
    title: str = "",
    segment: str = "",
    description: str,
    entries: "Iterable[tuple[ContentPage, dict[str, Any]]]",
) -> HttpResponse:
    """Return the feed of the list `page` with those filters.

    Args:
        title: beside the names of area and list.
        segment: of the list's address below the page's own, as `consultations/`.
        description: what is in the feed.
        entries: each page with what is particular to it: `description`, `updateddate`, and whatever else the
            feed generator's `add_item` takes. The page's owner is its author.
    """
    address = f"{page.get_full_url(request)}{segment}"
    feed = Atom1Feed(
        title=" · ".join(filter(None, (page.area.short_name, page.title, title))),
        link=filters.address(address),
        description=description,
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=filters.address(f"{address}feed/"),
    )
    for entry, rest in entries:
        link = entry.get_full_url(request)
        described = {"pubdate": entry.first_published_at, **rest}
        feed.add_item(
            title=safe_text(entry.title),
            link=link,
            author_name=str(entry.body_owner),
            unique_id=link,
            **described,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
