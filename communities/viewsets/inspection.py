"""What the workbench shows of the inspection: a panel, a menu item, and the addresses."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from communities.choices import FAILING_STATES
from communities.models import InspectionFinding
from communities.oversight import can_see_finding, oversight_of
from communities.policies.addresses import open_namespace
from communities.views.inspection import inspection_index, inspection_limits
from communities.workbench import Panel, registry

MOST_ROWS = 6


def to_see_to(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the inspection holds against the user's own bodies, and how much against those below."""
    oversight = oversight_of(request.user)
    if not oversight:
        return None
    own = InspectionFinding.objects.filter(body__in=oversight.bodies).select_related("body")
    rows = list(own[:MOST_ROWS])
    below = {"failing": 0, "warned": 0}
    if oversight.is_above:
        others = InspectionFinding.objects.visible_to(request.user).exclude(body__in=oversight.bodies)
        below = others.aggregate(
            failing=Count("pk", filter=Q(state__in=FAILING_STATES)),
            warned=Count("pk", filter=~Q(state__in=FAILING_STATES)),
        )
    return {"rows": rows, "below": below} if rows or any(below.values()) else None


class InspectionMenuItem(MenuItem):
    """For whoever answers for a column."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_finding(request.user)


def menu_item() -> MenuItem:
    """Return the item of the main menu."""
    return InspectionMenuItem(
        _("栏目自查"), reverse("inspection:index"), name="inspection", icon_name="tasks", order=450
    )


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    views = [path("", inspection_index, name="index"), path("limits/", inspection_limits, name="limits")]
    return [path("inspection/", include((views, "inspection")))]


def register() -> None:
    """Fill the workbench's registry; called when the apps are ready."""
    # The views ask whose findings they show.
    open_namespace("inspection")
    registry.register("inspection")(
        Panel(
            title=_("栏目自查"),
            template="communities/admin/home/inspection.html",
            context=to_see_to,
            position=35,
        )
    )
