from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import Deed
from forum.counting import recount_boards
from forum.deeds import leave
from forum.models import Board, Topic
from forum.permissions import check_moderate_board
from forum.publishing import locked, tell


@transaction.atomic
def move_topic(*, actor: User, topic: Topic, board: Board, reason: str, now: datetime) -> Topic:
    """Move a topic to another board; addresses of topic and posts stay, and a line says where it came from.

    Raises:
        PermissionDenied: one of the two boards is not theirs.
        ValidationError: it is there already.
    """
    row = locked(topic)
    check_moderate_board(actor, row.board)
    check_moderate_board(actor, board)
    if row.board_id == board.pk:
        raise ValidationError(_("话题已经在这个版块。"))
    before = row.board
    # The old board's kept pages must go, too.
    tell(actor=actor, verb="topic.left_board", instance=row, topic=row, now=now)
    row.board = board
    row.save(update_fields=["board"])
    recount_boards([before.pk, board.pk])
    leave(
        actor=actor,
        topic=row,
        deed=Deed.MOVED,
        reason=reason,
        detail=_("从“%(before)s”到“%(after)s”") % {"before": before, "after": board},
        now=now,
    )
    return row
