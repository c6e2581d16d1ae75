"""Reading one notification."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Greatest

from accounts.models import User
from notifications.models import Notification


def mark_read(*, actor: User, notification: Notification, now: datetime) -> bool:
    """Remember that the recipient has opened it, and return whether it was unread; the first time counts.

    No event is recorded: when somebody reads what was sent to them is their own business.

    Raises:
        PermissionDenied: it was sent to somebody else.
    """
    if notification.recipient_id != actor.pk:
        raise PermissionDenied
    unread = Notification.objects.for_user(actor).unread().filter(pk=notification.pk)
    # A clock that was set back must not run into the constraint.
    return bool(unread.update(read_at=Greatest(now, "created_at")))
