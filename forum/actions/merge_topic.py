from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import Deed, State, TopicKind
from forum.counting import recount_tags
from forum.deeds import leave
from forum.models import Draft, Post, Topic, Watch
from forum.permissions import check_moderate_board
from forum.publishing import authors_of, locked, recount


@transaction.atomic
def merge_topic(*, actor: User, topic: Topic, into: Topic, reason: str, now: datetime) -> Topic:
    """Append a topic's posts to another; the old address leads there, and so do its posts' addresses.

    Args:
        actor: a moderator of both boards.
        topic: what goes.
        into: what stays.
        reason: why, for the public log.
        now: the present moment.

    Raises:
        PermissionDenied: one of the boards is not theirs.
        ValidationError: the same topic, or one that can't be merged.
    """
    # By key, so that two moderators who merge crosswise wait for each other instead of for ever.
    rows = {pk: locked(Topic(pk=pk)) for pk in sorted((topic.pk, into.pk))}
    gone, kept = rows[topic.pk], rows[into.pk]
    check_moderate_board(actor, gone.board)
    check_moderate_board(actor, kept.board)
    if gone.pk == kept.pk:
        raise ValidationError({"into": _("不能并入自己。")})
    if kept.state != State.PUBLISHED or kept.is_private or gone.state == State.DELETED:
        raise ValidationError({"into": _("只能把没有删除的话题并入一个公开的话题。")})
    # An enquiry keeps its clock, and a poll its votes: merged away, both would be lost to sight.
    if gone.kind == TopicKind.ENQUIRY:
        raise ValidationError({"into": _("咨询投诉不能并入别的话题，请在咨询台里并案。")})
    if gone.kind == TopicKind.POLL:
        raise ValidationError({"into": _("投票不能并入别的话题，可以把别的话题并到这里。")})
    shift = kept.last_number
    for post in Post.objects.select_for_update(of=("self",)).filter(topic=gone).order_by("number"):
        Post.objects.filter(pk=post.pk).update(topic=kept, number=F("number") + shift)
    kept.last_number = shift + gone.last_number
    kept.save(update_fields=["last_number"])
    gone.post_count, gone.accepted = 0, None
    gone.state, gone.merged_into = State.DELETED, kept
    gone.is_pinned, gone.pinned_until = False, None
    gone.save(update_fields=["post_count", "accepted", "state", "merged_into", "is_pinned", "pinned_until"])
    recount(kept, authors=authors_of(kept), boards=[gone.board_id])
    recount_tags(gone.tag_names)
    # Whoever watched it, or had begun a reply, goes on where it goes on.
    for model in (Watch, Draft):
        there = model._default_manager.filter(topic=kept).values_list("user", flat=True)
        model._default_manager.filter(topic=gone).exclude(user__in=there).update(topic=kept)
    leave(actor=actor, topic=kept, deed=Deed.MERGED, reason=reason, detail=gone.title, now=now)
    return kept
