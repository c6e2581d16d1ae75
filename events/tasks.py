"""Waking consumers after a commit, and the task that does their work."""

from collections.abc import Sequence

import structlog
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from events import consumers
from events.actions.deliver import deliver_due, deliver_one
from events.models import Delivery
from events.prepared import PreparedRows

log = structlog.get_logger(__name__)


@task()
def deliver_events() -> int:
    """Try every delivery that is due; return how many were tried.

    After 20 seconds it makes way for other tasks and queues itself for the rest.
    """
    tried = deliver_due(now=timezone.now())
    if tried and Delivery.objects.due(now=timezone.now()).exists():
        queue_deliveries()
    return tried


_waiting = PreparedRows(
    lambda: DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=deliver_events.module_path
    ).values_list("pk", named=True)[:1]
)


def queue_deliveries() -> None:
    """Queue `deliver_events`, unless one waits already: it will find whatever was committed before it
    begins.
    """
    if not _waiting():
        deliver_events.enqueue()


def wake(deliveries: Sequence[Delivery]) -> None:
    """Try those deliveries now whose consumers are at once, and queue the task for the others.

    Never raises: the change is committed, its rows wait, and the timer's sweep tries them again.
    """
    try:
        at_once = {name for name, consumer in consumers.registry if consumer.at_once}
        for delivery in deliveries:
            if delivery.consumer in at_once:
                deliver_one(key=delivery.pk, now=timezone.now(), known=delivery)
        if not {delivery.consumer for delivery in deliveries} <= at_once:
            queue_deliveries()
    except Exception:
        log.exception("wake_failed", event_id=deliveries[0].event_id)
