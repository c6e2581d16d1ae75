"""Handing events to their consumers, with retry, back-off and dead letters."""

import logging
import time
from datetime import datetime, timedelta

import structlog
from django.db.models import DateTimeField, F

from events import consumers
from events.models import Delivery
from events.prepared import PreparedUpdate, slot

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
BATCH = 500
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(hours=1)
# A delivery that was begun and neither done nor failed by then was begun by a process that is gone.
LEASE = timedelta(minutes=5)
TIME_LIMIT = timedelta(seconds=20)
_take = PreparedUpdate(
    lambda: Delivery.objects.due(now=slot("now", DateTimeField)).filter(pk=slot("key")),
    due_at=slot("lease", DateTimeField),
    attempts=F("attempts") + 1,
    error="",
)
_done = PreparedUpdate(lambda: Delivery.objects.filter(pk=slot("key")), state=Delivery.State.DONE)


def back_off(attempts: int) -> timedelta:
    """Return the wait before the next try: 5 s, doubled each time, one hour at most."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)


def deliver_due(
    *,
    now: datetime,
    waited: timedelta = timedelta(0),
    time_limit: timedelta = TIME_LIMIT,
) -> int:
    """Try the deliveries that are due, the one waiting longest first; return how many were tried.

    Args:
        now: the present moment; it moves on with the clock while the deliveries are worked off.
        waited: only what has been due for so long.
        time_limit: no delivery is begun later; what is left stays due.
    """
    begun = time.monotonic()

    def elapsed() -> timedelta:
        return timedelta(seconds=time.monotonic() - begun)

    tried = 0
    while keys := list(
        Delivery.objects.due(now=now + elapsed() - waited)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        for key in keys:
            if elapsed() >= time_limit:
                return tried
            tried += deliver_one(key=key, now=now + elapsed())
    return tried


def deliver_one(*, key: int, now: datetime, known: Delivery | None = None) -> bool:
    """Try one delivery; return whether it was ours to try (another process may have taken it).

    Taking it is one conditional update, which moves its due time on by `LEASE`. The consumer then runs
    outside of any transaction: on SQLite one would keep all other writers of the site waiting for it. A
    process that dies meanwhile leaves a row that falls due again, so consumers are called at least once.

    Args:
        key: of the delivery.
        now: the present moment.
        known: the delivery with its event, where its writer has them still; they are not read again.
    """
    if not _take(key=key, now=now, lease=now + LEASE):
        return False
    if known is None:
        delivery = Delivery.objects.select_related("event").get(pk=key)
    else:
        delivery = known
        delivery.attempts += 1
    consumer = consumers.registry.get(delivery.consumer)
    try:
        if consumer is None:
            # Perhaps this process runs an older release than the writer; another will know it.
            raise LookupError(f"no consumer is registered as {delivery.consumer!r}")
        consumer.handler(delivery.event)
    except Exception as error:  # noqa: BLE001 - whatever a consumer does, its row must tell
        _note_failure(delivery, error, now=now)
    else:
        _done(key=key)
    return True


def _note_failure(delivery: Delivery, error: Exception, *, now: datetime) -> None:
    given_up = delivery.attempts >= MAX_ATTEMPTS
    told = f"{type(error).__name__}: {error}".replace("\0", "")[:2000]
    Delivery.objects.filter(pk=delivery.pk).update(
        error=told,
        due_at=now + back_off(delivery.attempts),
        state=Delivery.State.DEAD if given_up else Delivery.State.PENDING,
    )
    log.log(
        logging.ERROR if given_up else logging.WARNING,
        "delivery_given_up" if given_up else "delivery_failed",
        consumer=delivery.consumer,
        event_id=delivery.event_id,
        attempts=delivery.attempts,
        error=told,
    )
