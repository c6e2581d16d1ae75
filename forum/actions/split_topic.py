from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import Deed, State, TopicKind
from forum.deeds import leave
from forum.models import Board, Post, Topic
from forum.permissions import check_moderate_board
from forum.publishing import authors_of, locked, recount
from forum.writing import clean_title


@transaction.atomic
def split_topic(
    *,
    actor: User,
    topic: Topic,
    numbers: Collection[int],
    title: str,
    board: Board,
    reason: str,
    now: datetime,
) -> Topic:
    """Make a topic of its own of some replies; their permanent addresses lead there from now on.

    Args:
        actor: a moderator of both boards.
        topic: where they stand.
        numbers: of the replies; the first post stays.
        title: of the new topic.
        board: of the new topic.
        reason: why, for the public log.
        now: the present moment.

    Raises:
        PermissionDenied: one of the boards is not theirs.
        ValidationError: no such replies, an official answer or a private letter among them, or a title that
            does not fit.
    """
    row = locked(topic)
    check_moderate_board(actor, row.board)
    check_moderate_board(actor, board)
    title = clean_title(title)
    posts = list(
        Post.objects.select_for_update(of=("self",)).filter(topic=row, number__in=numbers).order_by("number")
    )
    if not posts or posts[0].number == 1:
        raise ValidationError({"numbers": _("请选要拆出去的回帖（1楼不能拆）。")})
    if row.is_private:
        raise ValidationError({"numbers": _("不公开的往来不能拆成公开的话题。")})
    if any(post.answered_for_id for post in posts):
        raise ValidationError({"numbers": _("官方答复要留在所答复的话题里。")})
    if posts[0].state != State.PUBLISHED:
        raise ValidationError({"numbers": _("拆出的第一个回帖应是公开的，它会成为新话题的开头。")})
    first = posts[0]
    new = Topic.objects.create(
        board=board,
        kind=TopicKind.DISCUSSION,
        title=title,
        author_id=first.author_id,
        started_at=first.written_at,
        last_post_at=first.written_at,
        last_author_id=first.author_id,
        last_number=len(posts),
    )
    for number, post in enumerate(posts, start=1):
        post.topic, post.number = new, number
        post.save(update_fields=["topic", "number"])
    if row.accepted_id in {post.pk for post in posts}:
        row.accepted = None
        row.save(update_fields=["accepted"])
    recount(row, authors=authors_of(new))
    recount(new, authors=authors_of(new))
    leave(
        actor=actor,
        topic=row,
        deed=Deed.SPLIT,
        reason=reason,
        detail=new.title,
        url=reverse("topic", args=[new.pk]),
        now=now,
    )
    leave(
        actor=actor,
        topic=new,
        deed=Deed.SPLIT,
        reason=reason,
        detail=_("来自“%s”") % row.title,
        url=reverse("topic", args=[row.pk]),
        now=now,
    )
    return new
