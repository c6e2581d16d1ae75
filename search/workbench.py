"""What the workbench's home shows the district's administrators of the index: what was given up."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from communities.workbench import Panel, registry
from events.models import Delivery
from search.permissions import can_keep_search
from search.restrictions import CONSUMER

SHOWN: Final = 5


def given_up(request: HttpRequest) -> dict[str, Any] | None:
    """Return the deliveries to the index that failed to the end, the oldest first; None where there is
    none.
    """
    if not can_keep_search(request.user):
        return None
    dead = Delivery.objects.filter(consumer=CONSUMER, state=Delivery.State.DEAD)
    rows = list(dead.select_related("event").order_by("pk")[: SHOWN + 1])
    if not rows:
        return None
    return {"rows": rows[:SHOWN], "count": dead.count() if len(rows) > SHOWN else len(rows)}


registry.register("search")(
    Panel(
        title=gettext_lazy("没有进入搜索的内容"),
        template="search/admin/panel.html",
        context=given_up,
        position=90,
    )
)
