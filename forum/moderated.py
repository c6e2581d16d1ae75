"""Posts in the moderators' queue. A topic is there by its first post."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from forum.actions.show_post import show_post
from forum.actions.withhold_post import withhold_post
from forum.attaching import judged_of
from forum.choices import State
from forum.models import Post, Revision
from forum.publishing import locked
from forum.rewriting import rewrite
from forum.writing import draught
from media.models import Attachment
from moderation.kinds import Kind, Subject, registry

KIND = "forum.post"


def version_of(post: Post) -> str:
    """Return what changes with the words that a moderator judges."""
    return f"{post.revision_count}-{len(post.pending_text)}-{post.digest[:8]}"


def _load(keys: Sequence[str]) -> Mapping[str, Subject]:
    rows = list(Post.objects.filter(pk__in=keys, topic__is_private=False).select_related("topic"))
    files = Attachment.objects.by_owner(rows)
    return {
        str(row.pk): Subject(
            title=row.topic.title if row.number == 1 else _("回复：%s") % row.topic.title,
            text=row.pending_text or row.text,
            before=row.text if row.pending_text else "",
            url=reverse("post", args=[row.pk]),
            version=version_of(row),
            is_public=row.state == State.PUBLISHED,
            is_taken_down=row.state == State.HIDDEN,
            editable=True,
            attachments=judged_of(row, files),
        )
        for row in rows
    }


def _post(key: str) -> Post:
    return Post.objects.select_related("topic").get(pk=key)


def _before(post: Post) -> dict[str, Any]:
    return {"state": post.state, "pending_text": post.pending_text, "revisions": post.revision_count}


def _approve(key: str, actor: User, _reason: str, now: datetime) -> dict[str, Any]:
    post = _post(key)
    before = _before(post)
    show_post(actor=actor, post=post, now=now)
    return before


def _reject(key: str, actor: User, _reason: str, now: datetime) -> dict[str, Any]:
    post = _post(key)
    before = _before(post)
    # What people have read leaves a trace; what nobody has seen, none. A change that waits is dropped alone.
    was_read = post.state == State.HIDDEN or (post.state == State.PUBLISHED and not post.pending_text)
    state = State.HIDDEN if was_read else State.REJECTED
    withhold_post(actor=actor, post=post, state=state, now=now)
    return before


def _undo(key: str, actor: User, before: dict[str, Any], now: datetime) -> None:
    """Put the post back to where it was: its state, and a change that waited."""
    post = _post(key)
    if post.state == State.DELETED:
        raise ValidationError(_("这个帖子已经删除。"))
    if before["pending_text"]:
        applied = post.revisions.filter(number=before["revisions"] + 1).first()
        if applied is not None:
            _take_back(post, applied, actor, now)
        Post.objects.filter(pk=post.pk).update(pending_text=before["pending_text"])
    if post.state != before["state"]:
        if before["state"] == State.PUBLISHED:
            show_post(actor=actor, post=post, now=now)
        else:
            withhold_post(actor=actor, post=post, state=State(before["state"]), now=now)


def _take_back(post: Post, applied: Revision, actor: User, now: datetime) -> None:
    topic = locked(post.topic)
    draughted = draught(text=applied.text, board=topic.board, author=actor, member=None, is_change=True)
    rewrite(post, draughted, editor=actor, now=now)


def _hide(key: str, now: datetime) -> None:
    post = _post(key)
    if post.state == State.PUBLISHED:
        withhold_post(actor=None, post=post, state=State.HIDDEN, now=now)


def _edit(key: str, actor: User, text: str, now: datetime) -> None:
    """Change the words before they are approved; the author's stay in the history."""
    post = _post(key)
    topic = locked(post.topic)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    draughted = draught(text=text, board=topic.board, author=actor, member=None, is_change=True)
    if row.pending_text:
        row.pending_text = draughted.text
        row.save(update_fields=["pending_text"])
    else:
        rewrite(row, draughted, editor=actor, now=now)


def _check_version(key: str, version: str) -> None:
    """Stop a decision on words that were changed meanwhile.

    Raises:
        ValidationError: they were, or are gone.
    """
    post = Post.objects.filter(pk=key).first()
    if post is None or version_of(post) != version:
        raise ValidationError(_("作者刚刚改过内容，请重新看过再决定。"))


registry.register(KIND)(
    Kind(
        label=gettext_lazy("帖子"),
        load=_load,
        approve=_approve,
        reject=_reject,
        undo=_undo,
        hide=_hide,
        edit=_edit,
        check_version=_check_version,
    )
)
