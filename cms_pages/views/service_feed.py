"""The Atom feed of a list of services: what is new or changed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms_pages.services.filters import ServiceFilters
from cms_pages.views.feeds import FEED_SIZE, atom
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models import ServiceIndexPage


def service_feed(request: HttpRequest, page: "ServiceIndexPage") -> HttpResponse:
    """Return the services of the list that were published or changed last. What is open at the moment is no
    matter for a feed, so that filter is left out.
    """
    from cms_pages.models import ServicePage

    filters = ServiceFilters.parse(page.area, request.GET)
    filters.only_open = False
    services = filters.apply_all_but_kind(ServicePage.objects.listed_for(page.area))
    if filters.kind is not None:
        services = services.filter(category=filters.kind)
    return atom(
        request,
        page,
        filters,
        title=filters.kind.name if filters.kind else "",
        description=_("新登记和有变动的便民服务"),
        entries=(
            (
                service,
                {
                    "description": safe_text(service.summary),
                    "updateddate": service.last_published_at,
                    "categories": (service.category.name,) if service.category else (),
                },
            )
            for service in services.order_by("-last_published_at", "-pk")[:FEED_SIZE]
        ),
    )
