"""This app's personal data: what a person was told, and when they read it."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.models import User
from accounts.personal_data import Holding, registry
from notifications.models import Digest, Notification, Preference, Subscription
from notifications.preferences import choices_of
from notifications.rendering import visible


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the notifications that the person can see, newest first."""
    reader = User.objects.get(pk=user.pk)
    return {
        "notifications": [
            {
                "title": line.wording.title,
                "created_at": line.notification.created_at.isoformat(),
                "read_at": line.notification.read_at.isoformat() if line.notification.read_at else None,
            }
            for line in visible(Notification.objects.for_user(reader), reader=reader)
        ],
        "notification_preferences": [
            {"topic": topic, "channel": channel, "is_wanted": is_wanted}
            for (topic, channel), is_wanted in sorted(choices_of(reader).items())
        ],
        "subscriptions": [
            {"area": str(row.area), "column": row.column}
            for row in Subscription.objects.filter(user=reader).select_related("area")
        ],
    }


def erase(user: AbstractUser) -> None:
    """Delete them all: nobody else's record depends on them."""
    Notification.objects.filter(recipient_id=user.pk).delete()
    Preference.objects.filter(user_id=user.pk).delete()
    Digest.objects.filter(user_id=user.pk).delete()
    Subscription.objects.filter(user_id=user.pk).delete()


_MODELS = frozenset(
    {
        "notifications.digest",
        "notifications.notification",
        "notifications.preference",
        "notifications.subscription",
    }
)
registry.register("notifications")(Holding(export=export, erase=erase, models=_MODELS))
