"""The schematic map of services of a district or street, with the same as a table."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.notices.trail import breadcrumbs
from cms_pages.services.district_map import map_of
from communities.choices import Level

if TYPE_CHECKING:
    from cms_pages.models import ServiceIndexPage


def service_map(request: HttpRequest, page: "ServiceIndexPage") -> HttpResponse:
    """Show how many services there are for each area below that of `page`."""
    trail = breadcrumbs(page, request, timezone.now())
    trail[-1]["url"] = page.get_url(request) or ""
    title = _("%(area)s便民服务分布") % {"area": page.area.short_name}
    return render(
        request,
        "cms_pages/service_map/index.html",
        {
            "page": page,
            "title": title,
            "map": map_of(page, request),
            "of_streets": page.area.level == Level.DISTRICT,
            "list_url": page.get_url(request),
            "breadcrumbs": [*trail, {"label": _("分布示意图"), "url": ""}],
        },
    )
