from datetime import datetime

from accounts.models import User
from events.actions.retry_delivery import retry_delivery
from events.models import Delivery
from search.permissions import check_keep_search
from search.restrictions import CONSUMER


def retry_indexing(*, actor: User, now: datetime) -> int:
    """Put back into the queue what the index was given up for; return how much.

    Raises:
        PermissionDenied: they don't keep the search.
    """
    check_keep_search(actor)
    dead = list(Delivery.objects.filter(consumer=CONSUMER, state=Delivery.State.DEAD).order_by("pk"))
    for delivery in dead:
        retry_delivery(actor=actor, delivery=delivery, now=now)
    return len(dead)
