"""Sending texts and mails in the task worker."""

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.actions.send_message import send_due_messages
from accounts.actions.send_reset_code import send_reset_code
from accounts.choices import ContactKind
from accounts.encryption import decrypt


@task()
def send_messages() -> int:
    """Send every text and mail that is due; return how many were tried."""
    return send_due_messages(now=timezone.now())


@task()
def look_whose(kind: str, encrypted_value: str) -> bool:
    """Send a code for a new password to whoever has that number or address; return whether anybody has."""
    return send_reset_code(
        actor=None, kind=ContactKind(kind), value=decrypt(encrypted_value), now=timezone.now()
    )


def queue_sending() -> None:
    """Queue `send_messages`, unless one waits already: it will find whatever was committed before."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=send_messages.module_path)
    if not waiting.exists():
        send_messages.enqueue()
