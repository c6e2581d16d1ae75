"""The guides to what is done in an area, for its front page."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms_pages.models import GuidePage
from cms_pages.navigation import Navigation
from communities.choices import Level
from communities.models import Area

MOST: Final = 6


def guides_here(area: Area, place: Navigation, request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest guides to matters handled at the level of `area`; None where it has no such
    column."""
    column = place.column("guides")
    if column is None:
        return None
    titles = {Level.COMMUNITY: _("在社区就能办"), Level.STREET: _("在街道办的事")}
    guides = GuidePage.objects.listed().places_of(area).order_by("-first_published_at", "-pk")[:MOST]
    return {
        "title": titles.get(Level(area.level), column["label"]),
        "url": column["url"],
        "items": [
            {"label": guide.title, "url": guide.get_url(request), "icon": "clipboard-list"}
            for guide in guides
        ],
    }
