"""Handing events to their consumers, with retry, back-off and dead letters."""

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction

from events import consumers
from events.models import Delivery, Event

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
BATCH = 500
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(hours=1)


def back_off(attempts: int) -> timedelta:
    """Return the wait before the next try: 5 s, doubled each time, one hour at most."""
    return min(FIRST_BACK_OFF * 2 ** (attempts - 1), LONGEST_BACK_OFF)


def deliver_due(*, now: datetime, event: Event | None = None, at_once_only: bool = False) -> int:
    """Try the deliveries due at `now`, each in its own transaction; return how many were tried.

    Args:
        now: the present moment.
        event: only this event's.
        at_once_only: only consumers that are tried in the writer's process.
    """
    due = Delivery.objects.due(now=now)
    if event is not None:
        due = due.filter(event=event)
    if at_once_only:
        due = due.filter(consumer__in=[name for name, consumer in consumers.registry if consumer.at_once])
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(deliver_one(key=key, now=now) for key in keys)


def deliver_one(*, key: int, now: datetime) -> bool:
    """Try one delivery; return whether it was ours to try (another worker may hold it)."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        delivery = rows.due(now=now).filter(pk=key).select_related(None).first()
        if delivery is None:
            return False
        consumer = consumers.registry.get(delivery.consumer)
        try:
            if consumer is not None:
                with transaction.atomic():
                    consumer.handler(delivery.event)
        except Exception as error:  # noqa: BLE001 - whatever a consumer does, its row must tell
            delivery.attempts += 1
            delivery.error = f"{type(error).__name__}: {error}"[:2000]
            delivery.due_at = now + back_off(delivery.attempts)
            if delivery.attempts >= MAX_ATTEMPTS:
                delivery.state = Delivery.State.DEAD
            log.warning(
                "delivery_failed",
                consumer=delivery.consumer,
                event_id=delivery.event_id,
                attempts=delivery.attempts,
                error=delivery.error,
            )
        else:
            # Without a consumer of that name (an app was removed) there is nothing left to do.
            delivery.state = Delivery.State.DONE
            delivery.error = ""
        delivery.save(update_fields=["attempts", "error", "due_at", "state"])
    return True
