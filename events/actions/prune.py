"""Throwing away what nobody asks for any more. Events go by their own rule (`forget_events`)."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from events.models import Delivery, Heartbeat, SentForm

KEPT: Final = timedelta(days=14)
HEARTBEATS_KEPT: Final = timedelta(days=1)
# Nobody sends a form again that was open for longer.
SENT_FORMS_KEPT: Final = timedelta(days=14)
# One statement deletes so many rows, so that no other writer waits long for it.
AT_ONCE: Final = 1000


def prune(*, now: datetime) -> int:
    """Delete deliveries that are done, task results and tokens of forms, two weeks old, and processes long
    gone; return how many.
    """
    return (
        _delete(Delivery.objects.filter(state=Delivery.State.DONE, event__at__lt=now - KEPT))
        + _delete(DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT))
        + _delete(Heartbeat.objects.filter(beat_at__lt=now - HEARTBEATS_KEPT))
        + _delete(SentForm.objects.filter(at__lt=now - SENT_FORMS_KEPT))
    )


def _delete(rows: QuerySet[Any]) -> int:
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        deleted += rows.model._default_manager.filter(pk__in=keys).delete()[0]
    return deleted
