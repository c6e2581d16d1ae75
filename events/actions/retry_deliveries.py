"""Giving deliveries that were given up another chance, after somebody has mended what failed."""

from datetime import datetime

from events.models import Delivery


def retry_deliveries(*, now: datetime, consumer: str = "") -> int:
    """Make dead deliveries due at `now`, with all their attempts before them; return how many.

    Args:
        now: the present moment.
        consumer: only this consumer's.
    """
    dead = Delivery.objects.dead()
    if consumer:
        dead = dead.filter(consumer=consumer)
    return dead.update(state=Delivery.State.PENDING, attempts=0, due_at=now)
