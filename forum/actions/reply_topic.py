from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from communities.assisting import desk_of
from communities.models import Body
from forum.attaching import attach, most_attachments
from forum.choices import State
from forum.markdown import VERSION
from forum.models import Draft, Post, Topic
from forum.permissions import can_moderate_board, check_reply
from forum.publishing import after_writing, count_up, ensure_member, initial_state, locked, tell
from forum.writing import check_pace, draught, newest_of


@transaction.atomic
def reply_topic(
    *,
    actor: User,
    topic: Topic,
    text: str,
    now: datetime,
    reply_to: Post | None = None,
    token: UUID | None = None,
    answered_for: Body | None = None,
    attachments: Sequence[UUID] = (),
) -> Post:
    """Reply in a topic; by the board's setting and the author's standing it is public at once, or waits.

    Sent twice with the same token, the second returns the post of the first.

    Args:
        actor: who replies.
        topic: one that is open.
        text: Markdown.
        now: the present moment.
        reply_to: the post that it answers, of the same topic.
        token: of the form.
        attachments: keys of pictures and files that the actor has uploaded, in their order.
        answered_for: the body in whose name it is the official answer; checked by the caller's verb.

    Raises:
        PermissionDenied: they may not reply here.
        ValidationError: what is wrong, by field.
    """
    row = locked(topic, board=topic.board)
    # Behind the lock: of two forms sent at once the other is through. An older one meets the constraint.
    newest = newest_of(actor)
    if token is not None and (twin := next((one.pk for one in newest if one.token == token), None)):
        return Post.objects.get(pk=twin)
    if answered_for is None:
        check_reply(actor, row, now=now)
    member = ensure_member(actor, now)
    draughted = draught(
        text=text,
        board=row.board,
        author=actor,
        member=member,
        is_private=row.is_private,
        has_files=bool(attachments),
    )
    if answered_for is not None:
        draughted.causes.clear()
    check_pace(
        author=actor,
        member=member,
        digest=draughted.digest,
        is_topic=False,
        keeps_order=answered_for is not None or can_moderate_board(actor, row.board),
        now=now,
        newest=newest,
    )
    row.last_number += 1
    post = Post(
        topic=row,
        number=row.last_number,
        author=actor,
        state=initial_state(draughted),
        text=draughted.text,
        html=draughted.html,
        html_version=VERSION,
        digest=draughted.digest,
        written_at=now,
        reply_to=reply_to if reply_to is not None and reply_to.topic_id == row.pk else None,
        answered_for=answered_for,
        desk=desk_of(actor),
        token=token,
    )
    post.save(force_insert=True)
    if attachments:
        draft = Draft.objects.filter(user=actor, topic=row).first()
        attach(post, attachments, actor=actor, most=most_attachments(member), now=now, handed_over_by=draft)
    if post.state == State.PUBLISHED:
        count_up(post, row, now)
    else:
        row.save(update_fields=["last_number"])
    # Whoever read the topic for its writer knows whether they had begun something.
    has_draft = getattr(topic, "draft_text", "") is not None
    after_writing(post, draughted, actor, now, has_draft=has_draft)
    tell(
        actor=actor,
        verb="post.replied" if post.state == State.PUBLISHED else "post.submitted",
        instance=post,
        topic=row,
        now=now,
    )
    return post
