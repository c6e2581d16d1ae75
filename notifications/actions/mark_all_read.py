"""Reading all notifications at once."""

from datetime import datetime

from django.db.models.functions import Greatest

from accounts.models import User
from notifications.models import Notification


def mark_all_read(*, actor: User, newest: int, now: datetime) -> int:
    """Mark the actor's own notifications as read, and return how many were unread.

    Args:
        actor: whose they are.
        newest: key of the newest one that the actor was shown; what came after it stays unread.
        now: the present moment.
    """
    unread = Notification.objects.for_user(actor).unread().filter(pk__lte=newest)
    return unread.update(read_at=Greatest(now, "created_at"))
