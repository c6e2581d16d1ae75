from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from forum.attaching import hold, is_waiting
from forum.choices import State, TopicKind
from forum.models import Post
from forum.permissions import can_delete_post, can_moderate_board
from forum.publishing import authors_of, locked, recount, tell
from media.actions.remove_attachments import remove_attachments
from moderation import logbook
from moderation.actions.close_item import close_item
from moderation.choices import LogAction


@transaction.atomic
def delete_post(*, actor: User, post: Post, reason: str, now: datetime) -> Post:
    """Take a post from everybody's eyes and leave a trace; with its first post the whole topic goes.

    Args:
        actor: its author, or a moderator.
        post: the post.
        reason: why; a moderator must say it, for the public log.
        now: the present moment.

    Raises:
        PermissionDenied: it is not theirs, an office has to answer it or has answered with it, or others have
        replied to what they started.
        ValidationError: it is gone already, or the reason is missing.
    """
    topic = locked(post.topic)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    row.topic = topic
    if row.state == State.DELETED:
        raise ValidationError(_("这个帖子已经删除。"))
    if topic.kind == TopicKind.ENQUIRY and (row.number == 1 or row.answered_for_id is not None):
        raise PermissionDenied(_("已受理的咨询投诉和官方答复不能删除，可以修改内容，或请版主隐藏。"))
    if not can_delete_post(actor, row):
        raise PermissionDenied(_("只能删除自己发的帖子。"))
    reason = safe_text(reason).strip()[:200]
    is_own = row.author_id == actor.pk
    if row.number == 1 and topic.post_count > 1 and not can_moderate_board(actor, topic.board):
        raise PermissionDenied(_("已经有人回复，话题不能整个删除。可以修改内容，或请版主处理。"))
    if not is_own and not reason:
        raise ValidationError({"reason": _("请写明删除的理由。")})
    authors = authors_of(topic) if row.number == 1 else [row.author_id]
    row.state, row.pending_text = State.DELETED, ""
    if row.attachment_count and (not is_own or is_waiting(row)):
        hold(row, actor=actor, now=now)
    row.attachment_count, row.pending_attachments = 0, {}
    row.save(update_fields=["state", "pending_text", "attachment_count", "pending_attachments"])
    remove_attachments(actor=actor, owner=row, now=now)
    close_item(actor=actor, instance=row, now=now)
    if topic.accepted_id == row.pk:
        topic.accepted = None
        topic.save(update_fields=["accepted"])
    if row.number == 1:
        topic.state, topic.is_pinned, topic.pinned_until = State.DELETED, False, None
        topic.save(update_fields=["state", "is_pinned", "pinned_until"])
        logbook.unname(topic, subject=_("一个话题"))
    recount(topic, authors=authors)
    tell(
        actor=actor,
        verb="topic.deleted" if row.number == 1 else "post.deleted",
        instance=topic if row.number == 1 else row,
        topic=topic,
        now=now,
        changes={"reason": [None, reason]},
        is_tombstone=True,
    )
    if not is_own:
        subject = _("话题") if row.number == 1 else _("回帖")
        logbook.write(
            action=LogAction.DELETED, body=topic.board.body, subject=subject, reason=reason, now=now
        )
    return row
