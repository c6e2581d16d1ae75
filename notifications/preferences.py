"""What somebody wants to be told, and how: of each event, or else of its topic, or else as usual."""

from collections.abc import Iterable, Mapping

from django.db.models import BooleanField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from notifications.models import Preference
from notifications.topics import WANTED_UNASKED, Channel, topic_of

Choices = Mapping[tuple[str, str], bool]


def choices_of(user: User) -> dict[tuple[str, str], bool]:
    """Return the choices that `user` has made, by topic or kind, and channel."""
    rows = Preference.objects.filter(user=user).values_list("topic", "channel", "is_wanted")
    return {(topic, channel): is_wanted for topic, channel, is_wanted in rows}


def is_wanted(choices: Choices, kind: str, channel: Channel) -> bool:
    """Return whether whoever has made these choices wants to be told of `kind` by `channel`."""
    of_topic = is_topic_wanted(choices, topic_of(kind), channel)
    return choices.get((kind, channel), of_topic)


def is_topic_wanted(choices: Choices, topic: str, channel: Channel) -> bool:
    """Return what holds for the events of a topic that nothing was chosen for."""
    return choices.get((topic, channel), channel in WANTED_UNASKED)


def who_wants(people: Iterable[int], kind: str, channel: Channel) -> set[int]:
    """Return those of `people` who want to be told of `kind` by `channel`; one query."""
    wanting = User.objects.filter(pk__in=set(people)).annotate(is_told=wanted_in_sql(kind, channel))
    return set(wanting.filter(is_told=True).values_list("pk", flat=True))


def wanted_in_sql(kind: str, channel: Channel) -> Coalesce:
    """Return an expression for rows of users: whether each wants to be told of `kind` by `channel`."""
    rows = Preference.objects.filter(user=OuterRef("pk"), channel=channel)
    of_kind, of_topic = (
        Subquery(rows.filter(topic=key).values("is_wanted")[:1]) for key in (kind, topic_of(kind))
    )
    return Coalesce(of_kind, of_topic, Value(channel in WANTED_UNASKED), output_field=BooleanField())
