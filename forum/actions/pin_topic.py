from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import cn_datetime
from forum.choices import Deed
from forum.deeds import leave
from forum.models import Topic
from forum.permissions import check_moderate_board
from forum.publishing import locked


@transaction.atomic
def pin_topic(
    *, actor: User | None, topic: Topic, pin: bool, until: datetime | None, reason: str, now: datetime
) -> Topic:
    """Put a topic at the head of its board, until a moment or until somebody takes it down.

    Args:
        actor: a moderator; None for the timer, which takes down what is over.
        topic: the topic.
        pin: up or down.
        until: when it comes down by itself; None for never.
        reason: why, for the public log.
        now: the present moment.

    Raises:
        PermissionDenied: the board is not theirs.
        ValidationError: the end has passed.
    """
    row = locked(topic)
    if actor is not None:
        check_moderate_board(actor, row.board)
    if pin and until is not None and until <= now:
        raise ValidationError({"until": _("置顶的截止时间应晚于现在。")})
    until = until if pin else None
    if (row.is_pinned, row.pinned_until) != (pin, until):
        row.is_pinned, row.pinned_until = pin, until
        row.save(update_fields=["is_pinned", "pinned_until"])
        detail = _("到 %(until)s") % {"until": cn_datetime(until)} if until else ""
        leave(
            actor=actor,
            topic=row,
            deed=Deed.PINNED if pin else Deed.UNPINNED,
            reason=reason,
            detail=detail,
            now=now,
        )
    return row
