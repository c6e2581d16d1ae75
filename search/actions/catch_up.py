from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from events.actions.retry_delivery import retry_delivery
from events.models import Delivery
from search.engines import engine
from search.engines.base import EngineAway, IndexMissing, Writing
from search.restrictions import pending_deliveries
from search.tasks import queue_rebuild
from search.versions import present_version

# Whose fault it was: the engine's, not the document's.
_OUTAGES: Final = reduce(
    or_, (Q(error__startswith=f"{name}:") for name in ("EngineAway", "IndexMissing", "Overloaded"))
)
# A document that never was; that it is gone is written as any other would be.
_NOBODY: Final = "probe-1"


def catch_up(*, actor: None, now: datetime) -> int:
    """Try at once what failed while the engine was away, also what was given up, as soon as it takes writings
    again; return how much. An index that is gone, or lacks a part, is built anew.

    Args:
        actor: nobody; the timer does it.
        now: the present moment.
    """
    failed = pending_deliveries().filter(_OUTAGES).exclude(state=Delivery.State.PENDING, due_at__lte=now)
    if not failed.exists():
        return 0
    try:
        engine().write([Writing(key=_NOBODY, version=present_version(), entry=None)])
    except EngineAway as error:
        if isinstance(error, IndexMissing) or _lacks_a_part():
            queue_rebuild()
        return 0
    count = failed.filter(state=Delivery.State.PENDING).update(due_at=now)
    for delivery in failed.filter(state=Delivery.State.DEAD).order_by("pk"):
        retry_delivery(actor=actor, delivery=delivery, now=now)
        count += 1
    return count


def _lacks_a_part() -> bool:
    try:
        return not engine().is_ready()
    except EngineAway:
        return False
