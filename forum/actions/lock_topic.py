from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.choices import Deed
from forum.deeds import leave
from forum.models import Topic
from forum.permissions import check_moderate_board
from forum.publishing import locked


@transaction.atomic
def lock_topic(*, actor: User, topic: Topic, lock: bool, reason: str, now: datetime) -> Topic:
    """Let nobody but moderators write in a topic, or let everybody again.

    Raises:
        PermissionDenied: the board is not theirs.
    """
    row = locked(topic)
    check_moderate_board(actor, row.board)
    if row.is_locked != lock:
        row.is_locked = lock
        row.save(update_fields=["is_locked"])
        leave(actor=actor, topic=row, deed=Deed.LOCKED if lock else Deed.UNLOCKED, reason=reason, now=now)
    return row
