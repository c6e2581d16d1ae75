from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.assisting import desk_of
from design.formatting import safe_text
from forum.attaching import attach, most_attachments
from forum.choices import State, Tagging, TopicKind
from forum.counting import recount_tags
from forum.markdown import VERSION
from forum.models import Board, Draft, Poll, PollOption, Post, Tag, Topic
from forum.permissions import can_moderate_board, check_start_topic
from forum.publishing import after_writing, count_up, ensure_member, initial_state, tell
from forum.writing import Draughted, check_pace, clean_tags, clean_title, draught
from moderation.choices import Treatment
from moderation.screening.screen import screen

MOST_OPTIONS = 20


@dataclass(frozen=True)
class PollPlan:
    """What a poll shall be."""

    options: Sequence[str]
    is_multiple: bool = False
    is_hidden_until_voted: bool = False
    ends_at: datetime | None = None


@transaction.atomic
def start_topic(
    *,
    actor: User,
    board: Board,
    title: str,
    text: str,
    now: datetime,
    kind: TopicKind = TopicKind.DISCUSSION,
    tags: Collection[str] = (),
    poll: PollPlan | None = None,
    token: UUID | None = None,
    attachments: Sequence[UUID] = (),
) -> Topic:
    """Start a topic; by the board's setting and the author's standing it is public at once, or waits.

    Sent twice with the same token, the second returns the topic of the first.

    Args:
        actor: who starts it.
        board: where.
        title: 4 to 80 characters.
        text: Markdown.
        now: the present moment.
        kind: one that the board takes.
        tags: five at most, that the board takes.
        poll: of a poll, its options.
        token: of the form.
        attachments: keys of pictures and files that the actor has uploaded, in their order.

    Raises:
        PermissionDenied: they may not start one here.
        ValidationError: what is wrong, by field.
    """
    if token is not None and (twin := Post.objects.filter(token=token, author=actor).first()) is not None:
        return Topic.objects.select_related("board__area").get(pk=twin.topic_id)
    check_start_topic(actor, board, now=now)
    if kind not in board.kinds:
        raise ValidationError({"kind": _("请选择列出的类型。")})
    title, names = clean_title(title), clean_tags(tags)
    _check_tags(board, names)
    member = ensure_member(actor, now)
    draughted = draught(
        text=text, title=title, board=board, author=actor, member=member, has_files=bool(attachments)
    )
    check_pace(
        author=actor,
        member=member,
        digest=draughted.digest,
        is_topic=True,
        keeps_order=can_moderate_board(actor, board),
        now=now,
    )
    topic = Topic(board=board, kind=kind, title=title, tag_names=names)
    post = begin(topic, draughted, author=actor, now=now, token=token)
    if attachments:
        draft = Draft.objects.filter(user=actor, board=board).first()
        attach(post, attachments, actor=actor, most=most_attachments(member), now=now, handed_over_by=draft)
    if kind == TopicKind.POLL:
        _add_poll(topic, poll, now)
    if names:
        topic.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])
        recount_tags(names)
    after_writing(post, draughted, actor, now)
    tell(
        actor=actor,
        verb="topic.started" if post.state == State.PUBLISHED else "topic.submitted",
        instance=topic,
        topic=topic,
        now=now,
    )
    return topic


def _check_tags(board: Board, names: Collection[str]) -> None:
    """Let the tags pass that the board takes.

    Raises:
        ValidationError: it takes none, or others.
    """
    if board.tagging == Tagging.NONE and names:
        raise ValidationError({"tags": _("这个版块不用标签。")})
    if board.tagging == Tagging.OFFERED and not set(names) <= set(board.tag_choices):
        raise ValidationError({"tags": _("请选这个版块列出的标签。")})


def begin(
    topic: Topic, draughted: Draughted, *, author: User, now: datetime, token: UUID | None, **more: Any
) -> Post:
    """Save a topic with its first post, and count them where they are public at once."""
    topic.author = topic.last_author = author
    topic.started_at = topic.last_post_at = now
    topic.last_number = 1
    topic.state = initial_state(draughted)
    topic.save(force_insert=True)
    post = Post.objects.create(
        topic=topic,
        number=1,
        author=author,
        state=topic.state,
        text=draughted.text,
        html=draughted.html,
        html_version=VERSION,
        digest=draughted.digest,
        written_at=now,
        desk=desk_of(author),
        token=token,
        **more,
    )
    if topic.state == State.PUBLISHED:
        count_up(post, topic, now)
    return post


def _add_poll(topic: Topic, plan: PollPlan | None, now: datetime) -> None:
    """Save the poll.

    Raises:
        ValidationError: fewer than two options or too many, one twice, or an end that has passed.
    """
    options = [" ".join(safe_text(text).split()) for text in (plan.options if plan else ())]
    options = list(dict.fromkeys(text for text in options if text))
    if plan is None or not 2 <= len(options) <= MOST_OPTIONS:
        raise ValidationError({"options": _("投票要有2到%(most)d个不同的选项。") % {"most": MOST_OPTIONS}})
    if any(len(text) > 60 for text in options):
        raise ValidationError({"options": _("一个选项最多60个字。")})
    if any(screen(text).treatment in (Treatment.BLOCK, Treatment.QUEUE) for text in options):
        raise ValidationError({"options": _("选项里有不合适的词。")})
    if plan.ends_at is not None and plan.ends_at <= now:
        raise ValidationError({"ends_on": _("截止时间应晚于现在。")})
    poll = Poll.objects.create(
        topic=topic,
        is_multiple=plan.is_multiple,
        is_hidden_until_voted=plan.is_hidden_until_voted,
        ends_at=plan.ends_at,
    )
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, position=place, text=text) for place, text in enumerate(options)]
    )
