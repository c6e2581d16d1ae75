"""The services of an area, for its front page: those that are open now, first."""

from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms_pages.models import ServicePage
from cms_pages.navigation import Navigation
from cms_pages.services.listing import service_rows
from cms_pages.services.openings import openings_at
from communities.models import Area

MOST: Final = 5
# Whether something is open is asked of so many, the area's own before those of the areas above it.
MOST_LOOKED_AT: Final = 60


def services_now(area: Area, place: Navigation, request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """Return the services that serve all of `area`, of its own bodies and of those above; None where the area
    has no such column.

    The kept page ends when the first of those shown opens or closes (`service_rows` sees to it).
    """
    column = place.column("services")
    if column is None:
        return None
    is_elsewhere = ExpressionWrapper(~Q(area=area), output_field=BooleanField())
    services = list(
        ServicePage.objects.listed_for(area)
        .filter(area__in=area.ancestor_ids)
        .order_by(is_elsewhere.asc(), "sort_key", "pk")[:MOST_LOOKED_AT]
    )
    openings = openings_at({one.opening_id for one in services if one.opening_id}, now)
    is_open = {one.pk for one in services if one.opening_id and openings[one.opening_id].is_open}
    # Sorting is stable: within the two, the order stays.
    chosen = sorted(services, key=lambda one: one.pk not in is_open)[:MOST]
    return {
        "title": _("现在开着的服务") if is_open else column["label"],
        "url": column["url"],
        "items": service_rows(chosen, request, now),
    }
