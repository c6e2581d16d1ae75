from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import State
from forum.models import Like, Member, Post
from forum.permissions import can_see_topic, check_may_post
from forum.publishing import tell
from moderation.permissions import check_not_sanctioned


@transaction.atomic
def set_like(*, actor: User, post: Post, liked: bool, now: datetime) -> int:
    """Like a post, or take the like back, and return how many like it; twice is once.

    Raises:
        PermissionDenied: it is their own, or they may not take part.
    """
    check_may_post(actor)
    if post.author_id == actor.pk:
        raise PermissionDenied(_("不能赞自己的帖子。"))
    if post.state != State.PUBLISHED or not can_see_topic(actor, post.topic):
        raise PermissionDenied(_("这个帖子现在看不到。"))
    check_not_sanctioned(actor, post.topic.board.area, now=now)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if liked:
        _like, changed = Like.objects.get_or_create(post=row, user=actor, defaults={"liked_at": now})
        step = 1
    else:
        changed, step = bool(Like.objects.filter(post=row, user=actor).delete()[0]), -1
    if changed:
        row.like_count += step
        row.save(update_fields=["like_count"])
        if not post.topic.is_private:
            Member.objects.filter(user=row.author_id).update(likes_received=F("likes_received") + step)
        verb = "post.liked" if liked else "post.unliked"
        tell(actor=actor, verb=verb, instance=row, topic=post.topic, now=now)
    return row.like_count
