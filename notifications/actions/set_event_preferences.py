"""Choosing for the single events of a topic."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from notifications.actions.set_preferences import set_preferences
from notifications.models import Preference
from notifications.preferences import choices_of, is_topic_wanted
from notifications.topics import Channel, topic_of


def set_event_preferences(*, actor: User, choices: Mapping[tuple[str, Channel], bool], now: datetime) -> None:
    """Keep what differs from the choice for the event's topic; the rest goes on following the topic.

    No event is recorded: what somebody wants to read is their own business.

    Args:
        actor: whose choices they are.
        choices: for each kind of notification and channel, whether it is wanted.
        now: the present moment.
    """
    of_topics = choices_of(actor)
    kept = {
        (kind, channel): is_wanted
        for (kind, channel), is_wanted in choices.items()
        if is_wanted != is_topic_wanted(of_topics, topic_of(kind), channel)
    }
    with transaction.atomic():
        Preference.objects.filter(user=actor, topic__in={kind for kind, _channel in choices}).delete()
        set_preferences(actor=actor, choices=kept, now=now)
