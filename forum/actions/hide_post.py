from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import State
from forum.models import Post
from forum.permissions import check_moderate_board
from forum.publishing import locked
from moderation.actions.decide_item import decide_item
from moderation.actions.open_item import open_item
from moderation.choices import Cause, Verdict


@transaction.atomic
def hide_post(*, actor: User, post: Post, reason: str, now: datetime) -> Post:
    """Take a published post from everybody's eyes and leave a trace; with the first post goes the topic.

    It is a decision of the queue like any other: its author is told why and may appeal, the public log has
    it, and whoever moderates may undo it.

    Args:
        actor: a moderator of the board.
        post: the post.
        reason: why.
        now: the present moment.

    Raises:
        PermissionDenied: the board is not theirs, or it is a letter that no moderator reads.
        ValidationError: it is not public, a change of it waits, or the reason is missing.
    """
    topic = locked(post.topic)
    if topic.is_private:
        raise PermissionDenied(_("不公开的往来版主看不到，也不能隐藏。"))
    check_moderate_board(actor, topic.board)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.state != State.PUBLISHED:
        raise ValidationError(_("这个帖子现在不公开，不用隐藏。"))
    if row.pending_text:
        raise ValidationError(_("这个帖子有修改在等待审核，请先在审核队列里处理。"))
    item = open_item(
        actor=actor,
        instance=row,
        body=topic.board.body,
        author_id=row.author_id,
        causes=[Cause.MODERATOR],
        now=now,
    )
    decide_item(actor=actor, item=item, verdict=Verdict.REJECT, reason=reason, version="", now=now)
    row.refresh_from_db()
    return row
