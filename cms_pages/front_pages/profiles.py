"""What editors put on a front page."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from cms_pages.models import FrontPageProfile, WantedMatter
from communities.models import Area


def profile_of(area: Area) -> FrontPageProfile | None:
    """Return the profile of `area` with its picture and wanted matters."""
    matters = WantedMatter.objects.select_related("page").order_by("sort_order", "pk")
    return (
        FrontPageProfile.objects.filter(area=area)
        .select_related("picture")
        .prefetch_related(Prefetch("wanted_matters", queryset=matters))
        .first()
    )


def wanted_matters(profile: FrontPageProfile | None, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the profile's matters as tiles; one whose page is not public at present is left out."""
    if profile is None:
        return []
    found = []
    for matter in profile.wanted_matters.all():
        url = matter.url if matter.page is None else (matter.page.live and matter.page.get_url(request))
        if url:
            found.append({"label": matter.label, "url": url, "icon": matter.icon})
    return found
