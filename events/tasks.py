"""Waking consumers after a commit, and the task that does their work."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from django.utils import timezone
from django_tasks import task

from events.actions.deliver import deliver_due

if TYPE_CHECKING:
    from events.consumers import Consumer
    from events.models import Event

log = structlog.get_logger(__name__)


@task()
def deliver_events() -> int:
    """Try every delivery that is due; return how many were tried."""
    return deliver_due(now=timezone.now())


def wake(event: "Event", wanted: Sequence["Consumer"]) -> None:
    """Deliver `event` now to the consumers that are at once, and queue the task for the others.

    Never raises: the change is committed, its rows wait, and the timer's sweep tries them again.
    """
    try:
        if any(consumer.at_once for consumer in wanted):
            deliver_due(now=timezone.now(), event=event, at_once_only=True)
        if not all(consumer.at_once for consumer in wanted):
            deliver_events.enqueue()
    except Exception:
        log.exception("wake_failed", event_id=event.pk)
