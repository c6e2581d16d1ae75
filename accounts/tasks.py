"""Sending texts and mails in the task worker."""

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.actions.send_message import send_due_messages


@task()
def send_messages() -> int:
    """Send every text and mail that is due; return how many were tried."""
    return send_due_messages(now=timezone.now())


def queue_sending() -> None:
    """Queue `send_messages`, unless one waits already: it will find whatever was committed before."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=send_messages.module_path)
    if not waiting.exists():
        send_messages.enqueue()
