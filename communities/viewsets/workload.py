"""What waits below, on the home of those above, and by body on a page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from communities.models import Area
from communities.oversight import oversight_of
from communities.policies.addresses import open_namespace
from communities.workbench import Panel, registry
from communities.workload import WorkRow, kinds_in_use, rows_below

MOST_ROWS = 8


def _table(rows: list[WorkRow]) -> dict[str, Any]:
    kinds = kinds_in_use()
    sums = [sum(row.counts.get(kind, 0) for row in rows) for kind in kinds]
    return {
        "kinds": [kind.label for kind in kinds],
        "lines": [(row, row.cells(kinds)) for row in rows],
        "sums": sums,
    }


def waiting_below(request: HttpRequest) -> dict[str, Any] | None:
    """Return what waits in the bodies below the user's; None for those who have none below."""
    oversight = oversight_of(request.user)
    if not oversight.is_above:
        return None
    rows = rows_below(oversight, timezone.now())
    if not rows:
        return None
    return {**_table(rows), "lines": _table(rows)["lines"][:MOST_ROWS], "count": len(rows)}


@require_safe
def workload_index(request: SignedInRequest) -> HttpResponse:
    """List what waits by street, and by body within a street."""
    oversight = oversight_of(request.user)
    if not oversight.is_above:
        raise PermissionDenied
    asked = request.GET.get("area", "")
    place = Area.objects.filter(pk=int(asked)).first() if asked.isdecimal() else None
    rows = rows_below(oversight, timezone.now(), within=place)
    return TemplateResponse(
        request,
        "communities/admin/workload/index.html",
        {
            **_table(rows),
            "place": place,
            "may_drill": oversight.is_whole and place is None,
            "header_title": _("下属单位的待办"),
            "header_icon": "tasks",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("下属单位的待办")},
            ],
        },
    )


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    views = [path("", workload_index, name="index")]
    return [path("workload/", include((views, "workload")))]


def register() -> None:
    """Fill the workbench's registry; called when the apps are ready."""
    # The view asks whether anybody is below.
    open_namespace("workload")
    registry.register("workload")(
        Panel(
            title=gettext_lazy("下属单位的待办"),
            template="communities/admin/home/workload.html",
            context=waiting_below,
            position=36,
        )
    )
