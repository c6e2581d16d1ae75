"""Putting tasks back whose worker is gone. The library leaves them RUNNING for ever."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from events.models import Heartbeat

log = structlog.get_logger(__name__)

# A worker says every 5 seconds that it lives (`events.worker`).
SILENCE: Final = timedelta(seconds=30)
MAX_ATTEMPTS: Final = 3
LOST: Final = "events.actions.requeue_tasks.WorkerLostError"


class WorkerLostError(Exception):
    """The worker of a task ended without saying so, as often as a task is tried."""


def requeue_lost_tasks(*, now: datetime) -> int:
    """Make tasks ready again whose worker has been silent for 30 s; return how many were found.

    A task is tried three times; then it has failed, as it may be what kills its workers. So tasks may run
    twice and must bear it. A task that raised is not tried again: whoever needs that uses an event's
    consumer, whose deliveries are repeated.
    """
    living = set(Heartbeat.objects.filter(beat_at__gt=now - SILENCE).values_list("name", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lte=now - SILENCE)
    found = 0
    for row in running.order_by("started_at", "pk"):
        if row.worker_ids and row.worker_ids[-1] in living:
            continue
        # Only if nobody else has put it back, or finished it, since it was read.
        same = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < MAX_ATTEMPTS:
            changed = same.update(status=TaskResultStatus.READY, started_at=None)
            event = "task_requeued"
        else:
            changed = same.update(
                status=TaskResultStatus.FAILED,
                finished_at=now,
                exception_class_path=LOST,
                traceback=f"Its worker was lost {len(row.worker_ids)} times.",
            )
            event = "task_given_up"
        if changed:
            found += 1
            log.warning(event, task=row.task_path, task_id=str(row.pk), attempts=len(row.worker_ids))
    return found
