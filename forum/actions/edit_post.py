from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.attaching import attach, attach_pending, keys_of, most_attachments
from forum.choices import State
from forum.models import Post
from forum.permissions import can_moderate_board, check_edit_post
from forum.publishing import locked, member_of, tell, wait
from forum.rewriting import rewrite
from forum.writing import draught
from moderation.choices import Cause


@transaction.atomic
def edit_post(
    *,
    actor: User,
    post: Post,
    text: str,
    seen: int,
    now: datetime,
    attachments: Sequence[UUID] | None = None,
) -> Post:
    """Change the text of a post; what it said before stays in its history.

    What would have waited as a new post waits as a change, too: everybody reads the old text until a
    moderator has
    looked. A post that a moderator has let pass, or has rejected, comes back to the queue.

    Args:
        actor: its author, or a moderator.
        post: the post.
        text: Markdown.
        seen: `revision_count` of what the editor was shown.
        now: the present moment.
        attachments: keys of all that it shall have, in their order; None leaves them as they are.

    Raises:
        PermissionDenied: they may not change it.
        ValidationError: somebody else changed it meanwhile, or what is wrong, by field.
    """
    topic = locked(post.topic)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    row.topic = topic
    check_edit_post(actor, row, now=now)
    if row.revision_count != seen:
        raise ValidationError(_("这个帖子刚刚被改过，请看过现在的内容再改。您写的还在下面。"))
    member = member_of(actor)
    had = list(row.pending_attachments.get("new") or keys_of(row))
    wanted = [str(key) for key in attachments] if attachments is not None else had
    draughted = draught(
        text=text,
        board=topic.board,
        author=actor,
        member=member,
        is_change=True,
        is_private=topic.is_private,
        has_files=bool(set(wanted) - set(had)),
    )
    if draughted.text == row.text and not row.pending_text and wanted == had:
        return row
    keeps_order = can_moderate_board(actor, topic.board)
    was_judged = row.was_reviewed or row.state == State.REJECTED
    if was_judged and not keeps_order and not topic.is_private:
        draughted.causes.append(Cause.EDITED)
    files: dict[str, Any] = {"actor": actor, "most": most_attachments(member, row), "now": now}
    if draughted.causes and row.state == State.PUBLISHED:
        row.pending_text = draughted.text
        row.save(update_fields=["pending_text"])
        if attachments is not None:
            attach_pending(row, attachments, **files)
        wait(row, draughted, actor, now)
        verb = "post.change_submitted"
    else:
        rewrite(row, draughted, editor=actor, now=now)
        if attachments is not None:
            row.pending_attachments = {}
            row.save(update_fields=["pending_attachments"])
            attach(row, attachments, **files)
        verb = "post.edited"
        if draughted.causes:
            _submit_anew(row)
            wait(row, draughted, actor, now)
    tell(actor=actor, verb=verb, instance=row, topic=topic, now=now)
    return row


def _submit_anew(post: Post) -> None:
    """Let what was rejected wait again, as its author has changed it."""
    if post.state != State.REJECTED:
        return
    post.state = State.PENDING
    post.save(update_fields=["state"])
    if post.number == 1:
        post.topic.state = State.PENDING
        post.topic.save(update_fields=["state"])
