"""What people can be told of, in groups that they can choose by, and the ways in which they are told.

A notification's kind is `<noun>.<past participle>`; `notifications.kinds` says which topic it belongs to. The
page of choices shows the topics that concern somebody's role.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.registry import Registry
from notifications import kinds

if TYPE_CHECKING:
    from accounts.models import User


class Channel(models.TextChoices):
    """How somebody is told."""

    SITE = "site", _("站内提醒")
    MAIL = "mail", _("每日邮件")
    TEXT = "text", _("紧急时发短信")


@dataclass(frozen=True)
class Topic:
    """One group of notifications.

    Attributes:
        label: what it is called on the page of choices.
        for_officials: it concerns those who work in the workbench, and is shown to nobody else.
        position: lower comes first.
    """

    label: str | Promise
    for_officials: bool = False
    position: int = 100


registry: Registry[Topic] = Registry("notification topics")
OTHER: Final = "other"
_OTHER_TOPIC: Final = Topic(label=_("其他"), position=1000)

# Told unless somebody says otherwise: on the site everything, elsewhere nothing.
WANTED_UNASKED: Final = frozenset({Channel.SITE})


def topic_of(kind: str) -> str:
    """Return the key of the topic that a kind of notification belongs to."""
    told = kinds.registry.get(kind)
    topic = told.topic if told is not None else kind.partition(".")[0]
    return topic if registry.get(topic) is not None else OTHER


def label_of(key: str) -> str:
    """Return what the topic is called."""
    return str((registry.get(key) or _OTHER_TOPIC).label)


def topics_for(user: "User") -> list[tuple[str, Topic]]:
    """Return the topics that concern `user`, in the order of the page."""
    is_official = user.has_perm("wagtailadmin.access_admin")
    found = [(key, topic) for key, topic in registry if is_official or not topic.for_officials]
    return sorted([*found, (OTHER, _OTHER_TOPIC)], key=lambda pair: (pair[1].position, pair[0]))
