"""What somebody wants to be told, and how."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from notifications.models import Preference
from notifications.topics import WANTED_UNASKED, Channel

if TYPE_CHECKING:
    from accounts.models import User


def choices_of(user: "User") -> dict[tuple[str, str], bool]:
    """Return the choices that `user` has made, by topic and channel."""
    rows = Preference.objects.filter(user=user).values_list("topic", "channel", "is_wanted")
    return {(topic, channel): is_wanted for topic, channel, is_wanted in rows}


def wants(user: "User", topic: str, channel: Channel) -> bool:
    """Return whether `user` wants to be told of `topic` by `channel`."""
    return choices_of(user).get((topic, channel), channel in WANTED_UNASKED)


def who_wants(people: Iterable[int], topic: str, channel: Channel) -> set[int]:
    """Return those of `people` who want to be told of `topic` by `channel`; one query."""
    keys = set(people)
    rows = Preference.objects.filter(user_id__in=keys, topic=topic, channel=channel)
    said = dict(rows.values_list("user_id", "is_wanted"))
    return {key for key in keys if said.get(key, channel in WANTED_UNASKED)}
