"""Letting go of what was read long ago."""

from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from notifications.models import Notification

KEPT_AFTER_READING: Final = timedelta(days=365)
_BATCH: Final = 1000


def delete_old_notifications(*, actor: User | None, now: datetime) -> int:
    """Delete what was read more than a year ago, and return how many; unread ones stay, however old.

    It goes in small steps, each its own transaction, so that SQLite's one writer is never held for long.

    Args:
        actor: None, for the timer.
        now: the present moment.
    """
    total = 0
    old = Notification.objects.read_before(now - KEPT_AFTER_READING).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        count, _by_model = Notification.objects.filter(pk__in=keys).delete()
        total += count
    return total
