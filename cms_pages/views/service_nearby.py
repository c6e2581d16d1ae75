"""Services by distance from where the visitor's browser says that they are. Nobody keeps the place."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from cms_pages.notices.trail import breadcrumbs
from cms_pages.services.filters import ServiceFilters
from cms_pages.services.listing import narrowed, service_rows
from cms_pages.services.location import Place, allow_asking, distance_words

if TYPE_CHECKING:
    from cms_pages.models import ServiceIndexPage

MOST = 30


def service_nearby(request: HttpRequest, page: "ServiceIndexPage") -> HttpResponse:
    """Show the services of `page` that have coordinates, the nearest first."""
    now = timezone.now()
    filters = ServiceFilters.parse(page.area, request.GET)
    place = Place.parse(request.GET)
    base = page.get_url(request) or request.path
    trail = breadcrumbs(page, request, now)
    trail[-1]["url"] = base
    context: dict[str, Any] = {
        "page": page,
        "place": place,
        "wrong": bool(request.GET.get("lat") or request.GET.get("lon")) and place is None,
        "filters": filters,
        "list_url": filters.address(base),
        "nearby_url": f"{base}nearby/",
        "breadcrumbs": [*trail, {"label": _("离我近的"), "url": ""}],
        "items": [],
        "now": now,
    }
    if place is not None:
        services = narrowed(page, filters, request, now)
        if filters.kind:
            services = services.filter(category=filters.kind)
        context |= _nearest(services, place, request, now)
    response = render(request, "cms_pages/service_nearby/index.html", context)
    add_never_cache_headers(response)
    # The address holds the place: no link from here may carry it on.
    response.headers["Referrer-Policy"] = "no-referrer"
    return allow_asking(response)


def _nearest(services: Any, place: Place, request: HttpRequest, now: Any) -> dict[str, Any]:
    points = services.located().order_by().values_list("pk", "latitude", "longitude")
    distances = {pk: place.metres_to(float(lat), float(lon)) for pk, lat, lon in points}
    nearest = sorted(distances, key=lambda pk: (distances[pk], pk))[:MOST]
    rows = {service.pk: service for service in services.filter(pk__in=nearest)}
    notes = {pk: distance_words(distances[pk]) for pk in nearest}
    return {
        "items": service_rows([rows[pk] for pk in nearest if pk in rows], request, now, notes),
        "without_place": services.count() - len(distances),
    }
