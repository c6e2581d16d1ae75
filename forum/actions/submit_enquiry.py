from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_post
from communities.models import Body
from forum.actions.start_topic import begin
from forum.attaching import attach, most_attachments
from forum.choices import Purpose, State, Step, TopicKind
from forum.enquiries import (
    ANSWERING_KINDS,
    code_digest,
    code_of,
    due_day,
    next_serial,
    note_step,
)
from forum.models import Board, Enquiry, EnquiryCategory, Post, Topic
from forum.permissions import check_start_topic
from forum.publishing import after_writing, ensure_member, tell
from forum.writing import check_pace, clean_title, draught
from moderation.choices import Cause


@dataclass(frozen=True)
class Submitted:
    """An enquiry, and the code by which it is read without signing in; "" where nobody knows it any more."""

    enquiry: Enquiry
    code: str


@transaction.atomic
def submit_enquiry(
    *,
    actor: User,
    board: Board,
    body: Body,
    category: EnquiryCategory,
    purpose: Purpose,
    title: str,
    text: str,
    is_private: bool,
    now: datetime,
    token: UUID | None = None,
    attachments: Sequence[UUID] = (),
) -> Submitted:
    """Ask a body something; it gets a number, and the body a day by which to answer.

    A private one goes to the body at once, whatever moderators do with public words: a citizen's letter
    waits for
    nobody, and a silence in the forum does not stop it.

    Args:
        actor: who asks.
        board: the board of the area where it plays.
        body: who shall answer.
        category: what it is about; its working days are the deadline.
        purpose: what is wanted.
        title: in one line.
        text: Markdown.
        is_private: for the body and the actor alone.
        now: the present moment.
        token: of the form; sent twice, the second returns the first.
        attachments: keys of pictures and files that the actor has uploaded, in their order.

    Raises:
        PermissionDenied: they may not write yet, or not in public here.
        ValidationError: what is wrong, by field.
    """
    if token is not None and (twin := Post.objects.filter(token=token, author=actor).first()) is not None:
        first, code = Enquiry.objects.select_related("topic", "body").get(topic=twin.topic_id), code_of(token)
        is_known = first.query_digest == code_digest(first.number, code)
        return Submitted(first, code if is_known else "")
    if is_private:
        check_post(actor)
    else:
        check_start_topic(actor, board, now=now)
    if body.kind not in ANSWERING_KINDS:
        raise ValidationError({"body": _("请选居委会、街道或部门。")})
    title = clean_title(title)
    member = ensure_member(actor, now)
    draughted = draught(
        text=text, title=title, board=board, author=actor, member=member, is_private=is_private
    )
    # Only words that need a look keep a public one back; being new does not.
    draughted.causes = [cause for cause in draughted.causes if cause in (Cause.WORDS, Cause.BOARD)]
    check_pace(
        author=actor, member=member, digest=draughted.digest, is_topic=True, keeps_order=False, now=now
    )
    topic = Topic(board=board, kind=TopicKind.ENQUIRY, title=title, is_private=is_private)
    post = begin(topic, draughted, author=actor, now=now, token=token)
    if attachments:
        attach(post, attachments, actor=actor, most=most_attachments(member), now=now)
    year = timezone.localdate(now).year
    code = code_of(token)
    enquiry = Enquiry(
        topic=topic,
        year=year,
        serial=next_serial(Enquiry, year),
        purpose=purpose,
        category=category,
        body=body,
        received_at=now,
        due_on=due_day(category, timezone.localdate(now)),
    )
    enquiry.query_digest = code_digest(enquiry.number, code)
    enquiry.save(force_insert=True)
    note_step(enquiry, Step.RECEIVED, actor=None, body=body, now=now)
    after_writing(post, draughted, actor, now)
    tell(actor=actor, verb="enquiry.received", instance=enquiry, topic=topic, now=now)
    if topic.state == State.PUBLISHED and not is_private:
        tell(actor=actor, verb="topic.started", instance=topic, topic=topic, now=now)
    return Submitted(enquiry, code)
