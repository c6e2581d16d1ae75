"""The Atom feed of a list of guides: what is new or changed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms_pages.guides.listing import filters_for, guides_of
from cms_pages.views.feeds import FEED_SIZE, atom
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models.guides.lists import GuideListPage


def guide_feed(request: HttpRequest, page: "GuideListPage") -> HttpResponse:
    """Return the guides of the list that were published or changed last."""
    filters = filters_for(page, request)
    guides = filters.apply(guides_of(page)).order_by("-last_published_at", "-pk")[:FEED_SIZE]
    return atom(
        request,
        page,
        filters,
        description=_("新发布和有变动的办事指南"),
        entries=(
            (guide, {"description": safe_text(guide.what_it_is), "updateddate": guide.last_published_at})
            for guide in guides
        ),
    )
