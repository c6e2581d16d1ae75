"""Reads of notifications."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from notifications.models import Notification  # noqa: F401


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, newest first. What of them a reader sees is decided by `notifications.rendering`."""

    def for_user(self, user: "User | AnonymousUser") -> "NotificationQuerySet":
        """Return those addressed to `user`; a visitor has none."""
        return self.filter(recipient=user) if user.is_authenticated else self.none()

    def unread(self) -> "NotificationQuerySet":
        """Return those not yet read."""
        return self.filter(read_at__isnull=True)

    def unread_or_quiet(self) -> "NotificationQuerySet":
        """Return the unread ones, and those that were read from the first: no reminder was wanted."""
        return self.filter(models.Q(read_at__isnull=True) | models.Q(read_at=models.F("created_at")))

    def read_before(self, moment: datetime) -> "NotificationQuerySet":
        """Return those that were read before `moment`."""
        return self.filter(read_at__lt=moment)
