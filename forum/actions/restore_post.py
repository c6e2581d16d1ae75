from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.querysets import kind_of
from forum.choices import State
from forum.models import Post
from forum.permissions import check_moderate_board
from forum.publishing import locked
from moderation.actions.decide_item import decide_item
from moderation.actions.undo_decision import undo_decision
from moderation.choices import Verdict
from moderation.models import Decision, QueueItem


@transaction.atomic
def restore_post(*, actor: User, post: Post, now: datetime) -> Post:
    """Give everybody a hidden post back, however long ago it was hidden; with the first post the topic.

    What hid it, a moderator or three reports, is taken back and decided the other way.

    Args:
        actor: a moderator of the board who did not write it.
        post: the post.
        now: the present moment.

    Raises:
        PermissionDenied: the board is not theirs.
        ValidationError: it is not hidden, or it is their own.
    """
    topic = locked(post.topic)
    if topic.is_private:
        raise PermissionDenied(_("不公开的往来版主看不到。"))
    check_moderate_board(actor, topic.board)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.state != State.HIDDEN:
        raise ValidationError(_("这个帖子没有隐藏。"))
    item = QueueItem.objects.waiting().of(kind_of(row), row.pk).first()
    if item is None:
        decision = (
            Decision.objects.standing()
            .filter(item__object_kind=kind_of(row), item__object_id=str(row.pk), verdict=Verdict.REJECT)
            .order_by("-pk")
            .first()
        )
        if decision is None:
            raise ValidationError(_("找不到隐藏它的那次处理，请联系上级版主。"))
        item = undo_decision(actor=actor, decision=decision, now=now)
    decide_item(actor=actor, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
    row.refresh_from_db()
    return row
