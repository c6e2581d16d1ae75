"""Lines between posts that say what was done to a topic, and the public log of the same."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import Audience, Deed, State
from forum.models import Topic, TopicDeed
from forum.publishing import tell
from moderation import logbook
from moderation.choices import LogAction

_LOGGED = {
    Deed.LOCKED: LogAction.LOCKED,
    Deed.UNLOCKED: LogAction.UNLOCKED,
    Deed.PINNED: LogAction.PINNED,
    Deed.UNPINNED: LogAction.UNPINNED,
    Deed.MOVED: LogAction.MOVED,
    Deed.SPLIT: LogAction.SPLIT,
    Deed.MERGED: LogAction.MERGED,
}


def is_for_everybody(topic: Topic) -> bool:
    """Return whether the public log may say the topic's title."""
    return topic.state == State.PUBLISHED and topic.board.read_by == Audience.EVERYBODY


def leave(
    *,
    actor: User | None,
    topic: Topic,
    deed: Deed,
    now: datetime,
    reason: str = "",
    detail: str = "",
    url: str = "",
) -> None:
    """Write the line, the audit row, and the line of the public log."""
    TopicDeed.objects.create(
        topic=topic,
        deed=deed,
        after_number=topic.last_number,
        actor=actor,
        detail=detail[:200],
        url=url,
        done_at=now,
    )
    tell(
        actor=actor,
        verb=f"topic.{deed.value}",
        instance=topic,
        topic=topic,
        now=now,
        changes={"detail": [None, detail], "reason": [None, reason]},
    )
    if deed in _LOGGED and not topic.is_private:
        logbook.write(
            action=_LOGGED[deed],
            body=topic.board.body,
            subject=topic.title if is_for_everybody(topic) else _("一个话题"),
            reason=reason or detail,
            instance=topic,
            now=now,
        )
