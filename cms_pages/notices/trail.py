"""The way from the district's front page to a page of notices."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from cms_pages import navigation
from cms_pages.models.base import BasePage


def breadcrumbs(page: BasePage, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the steps to `page`: areas from the district down, the lists it lies in, and itself without an
    address.
    """
    navigation.set_area(request, page.area)
    here = navigation.of_request(request, now)
    steps = [{"label": area.short_name, "url": here.url_of(area)} for area in here.lineage]
    lists = page.get_ancestors().exclude(pk__in=[area.page_id for area in here.lineage if area.page_id])
    first_depth = max((area.page.depth for area in here.lineage if area.page), default=1)
    steps += [
        {"label": above.title, "url": above.get_url(request)} for above in lists.filter(depth__gt=first_depth)
    ]
    return [*steps, {"label": page.title, "url": ""}]
