"""Choosing what one is told, and how."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from notifications.models import Preference
from notifications.topics import Channel


def set_preferences(*, actor: User, choices: Mapping[tuple[str, Channel], bool], now: datetime) -> None:
    """Keep the actor's choices, and leave those about other topics, and about single events, as they are.

    No event is recorded: what somebody wants to read is their own business.

    Args:
        actor: whose choices they are.
        choices: for each topic and channel, whether it is wanted.
        now: the present moment.
    """
    rows = [
        Preference(user=actor, topic=topic, channel=channel, is_wanted=is_wanted)
        for (topic, channel), is_wanted in choices.items()
    ]
    with transaction.atomic():
        Preference.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["user", "topic", "channel"],
            update_fields=["is_wanted"],
        )
