"""A topic, any of its pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.models.user import display_name_of
from accounts.requests import SignedInRequest
from accounts.views.me import private
from communities import page_marks
from design.formatting import cn_datetime, safe_text
from forum.actions.mark_topic_read import mark_topic_read
from forum.actions.set_watch import set_watch
from forum.actions.vote_poll import vote_poll
from forum.addresses import PAGE_SIZE, board_url, topic_url
from forum.attaching import most_with, shown_of
from forum.choices import TRACES, State, TopicKind, WatchLevel
from forum.enquiries import enquiry_context
from forum.forms.writing import ReplyForm
from forum.models import Poll, PollVote, Post, ReadMark, Topic, TopicDeed
from forum.permissions import (
    EDITABLE_FOR,
    can_accept_answer,
    can_moderate_board,
    check_reply,
)
from forum.reading import keep, page_of, post_or_404, reader_of, set_area, set_board, topic_or_404
from forum.rendering import Page, draw
from forum.views.boards import atom, trail
from media.models import Attachment

FEED_SIZE: Final = 30
LARGEST: Final = 2**31 - 1
Person = User | AnonymousUser


def number_in(text: str) -> int:
    """Return the number in `text`, or 0 where there is none that a post can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page of a topic: 20 posts after the number `?after=`, found by key however long the topic is."""
    reader = reader_of(request)
    topic = topic_or_404(reader, pk)
    if topic.pk != pk:
        return redirect("topic", pk=topic.pk)
    after = number_in(request.GET.get("after", ""))
    keep_order = can_moderate_board(reader, topic.board)
    posts = page_of(reader, topic, after, may_moderate=keep_order)
    shown, more = posts[:PAGE_SIZE], len(posts) > PAGE_SIZE
    set_area(request, topic.board.area)
    set_board(request, topic.board)
    if not topic.is_private and topic.state == State.PUBLISHED:
        keep(request, topic.board, reader)
    now = timezone.now()
    last = shown[-1].number if shown else after
    address = reverse("topic", args=[topic.pk])
    files = shown_of(shown)
    deeds = _deeds(topic, after, last if more else LARGEST)
    context: dict[str, Any] = {
        "topic": topic,
        "board_url": board_url(topic.board),
        "breadcrumbs": trail(topic.board, (topic.title, "")),
        "address": address,
        "absolute": request.build_absolute_uri(address),
        "posts": [post_row(post, topic, deeds, files) for post in shown],
        "after": after,
        "last": last,
        "previous_url": (f"{address}?after={after - PAGE_SIZE}" if after > PAGE_SIZE else address)
        if after
        else "",
        "next_url": f"{address}?after={last}" if more else "",
        "last_url": topic_url(topic.pk, topic.last_number) if more else "",
        "is_end": not more,
        "poll": _poll(request, topic, reader, now) if topic.kind == TopicKind.POLL and not after else None,
        "accepted": topic.accepted_id,
        "most_on_page": PAGE_SIZE,
        "accepted_url": f"/posts/{topic.accepted_id}/",
        "badges": _badges(topic),
    }
    if topic.kind == TopicKind.ENQUIRY:
        context |= enquiry_context(topic, reader, timezone.localdate(now))
    if reader.is_authenticated:
        context |= _for_member(request, reader, topic, context, shown, keep_order=keep_order, now=now)
    member = reader.is_authenticated
    draw(
        context["posts"],
        Page(
            address=address,
            accepted=topic.accepted_id,
            is_member=member,
            may_reply=member and not context["refusal"],
            may_accept=member and context["may_accept"],
            csrf_token=get_token(request) if member else "",
        ),
    )
    return render(request, "forum/topic/index.html", context)


def post_row(
    post: Any, topic: Topic, deeds: dict[int, list[TopicDeed]], files: Mapping[int, Sequence[Attachment]]
) -> dict[str, Any]:
    """Return what a page shows of a row of `PostQuerySet.rows_for`; of a post that is gone, only that it was
    there.
    """
    gone = post.state in TRACES
    return {
        "pk": post.pk,
        "url": f"/posts/{post.pk}/",
        "author_url": f"/users/{post.author_id}/",
        "to_url": f"/posts/{post.reply_to_id}/",
        "number": post.number,
        "trace": State(post.state).label if gone else "",
        "waits": State(post.state).label if post.state in (State.PENDING, State.REJECTED) else "",
        "html": "" if gone else post.html,
        "author": safe_text(display_name_of(post.author__username, post.author__nickname)),
        "is_starter": post.number > 1 and post.author_id == topic.author_id,
        "at": cn_datetime(post.written_at),
        "iso": post.written_at.isoformat(timespec="seconds"),
        "edited": post.revision_count if not gone else 0,
        "likes": post.like_count,
        "reply_to": {
            "number": post.reply_to__number,
            "author": safe_text(
                display_name_of(post.reply_to__author__username, post.reply_to__author__nickname)
            ),
        }
        if post.reply_to_id
        else None,
        "body": post.answered_for__short_name or post.answered_for__name or "",
        "desk": post.desk__name or "",
        "changed": bool(post.pending_text),
        "deeds": deeds.get(post.number, ()),
        "files": files.get(post.pk, ()) if not gone else (),
    }


def _deeds(topic: Topic, after: int, last: int) -> dict[int, list[TopicDeed]]:
    """Return what was done to the topic, by the number of the post that it stands after."""
    found: dict[int, list[TopicDeed]] = {}
    if not getattr(topic, "has_deeds", True):
        return found
    rows = TopicDeed.objects.filter(topic=topic, after_number__gt=after, after_number__lte=last)
    for deed in rows.order_by("pk"):
        found.setdefault(deed.after_number, []).append(deed)
    return found


def _badges(topic: Topic) -> list[dict[str, str]]:
    badges = []
    if topic.is_pinned:
        badges.append({"state": "pinned", "label": ""})
    if topic.is_locked:
        badges.append({"state": "closed", "label": _("已锁定")})
    if topic.accepted_id:
        badges.append({"state": "answered", "label": _("已解决")})
    elif topic.kind != TopicKind.DISCUSSION:
        badges.append({"state": "info", "label": topic.get_kind_display()})
    if topic.state != State.PUBLISHED:
        badges.append({"state": "waiting", "label": topic.get_state_display()})
    return badges


def _poll(request: HttpRequest, topic: Topic, reader: Person, now: datetime) -> dict[str, Any] | None:
    poll = Poll.objects.filter(topic=topic).prefetch_related("options").first()
    if poll is None:
        return None
    chosen: set[int] = set()
    if reader.is_authenticated:
        chosen = set(PollVote.objects.filter(poll=poll, user=reader).values_list("option", flat=True))
    is_over = poll.ends_at is not None and poll.ends_at <= now
    if not is_over:
        page_marks.bound(request, poll.ends_at)
    shows = is_over or bool(chosen) or not poll.is_hidden_until_voted
    most = max((option.vote_count for option in poll.options.all()), default=0) or 1
    return {
        "poll": poll,
        "is_over": is_over,
        "has_voted": bool(chosen),
        "shows": shows,
        "options": [
            {
                "pk": option.pk,
                "text": safe_text(option.text),
                "votes": option.vote_count,
                "of": most,
                "mine": option.pk in chosen,
            }
            for option in poll.options.all()
        ],
    }


def _for_member(
    request: HttpRequest,
    reader: User,
    topic: Topic,
    context: dict[str, Any],
    shown: list[Any],
    *,
    keep_order: bool,
    now: datetime,
) -> dict[str, Any]:
    rows = context["posts"]
    known: int | None = getattr(topic, "known", None)
    if shown and request.method == "GET" and context["last"] > (known or 0):
        mark_topic_read(actor=reader, topic=topic, number=context["last"], known=known)
    refusal = ""
    try:
        check_reply(reader, topic, now=now)
    except PermissionDenied as denied:
        refusal = str(denied)
    may_accept = can_accept_answer(reader, topic)
    form = ReplyForm(writer=reader)
    form.most_attachments = most_with(getattr(topic, "trust", None))
    for row, post in zip(rows, shown, strict=True):
        own = post.author_id == reader.pk
        row["own"] = own
        row["liked"] = post.is_liked
        keeps = keep_order and not topic.is_private
        row["may_edit"] = keeps or (
            own and not topic.is_locked and now <= post.written_at + EDITABLE_FOR and not row["trace"]
        )
        is_asked = topic.kind == TopicKind.ENQUIRY and (post.number == 1 or row["body"])
        row["may_delete"] = (
            post.state != State.DELETED and not is_asked and (keeps or (own and not topic.is_locked))
        )
        row["may_hide"] = keeps and not own and post.state == State.PUBLISHED
        row["may_restore"] = keeps and not own and post.state == State.HIDDEN
        row["may_report"] = not own and post.state == State.PUBLISHED and not topic.is_private
        row["may_accept"] = (
            may_accept and post.number > 1 and not row["trace"] and post.pk != topic.accepted_id
        )
    return {
        "member": reader,
        "known": known or 0,
        "watch": getattr(topic, "watch_level", None) or "",
        "refusal": refusal,
        "may_moderate": keep_order,
        "may_rename": not topic.is_private and (keep_order or topic.author_id == reader.pk),
        "may_accept": may_accept,
        "draft": getattr(topic, "draft_text", None) or "",
        "form": form,
        "form_token": uuid4(),
    }


@require_safe
def topic_unread(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the first post that the reader has not seen."""
    reader = reader_of(request)
    topic = topic_or_404(reader, pk)
    seen = 0
    if reader.is_authenticated:
        seen = ReadMark.objects.filter(user=reader, topic=topic).values_list("number", flat=True).first() or 0
    number = min(seen + 1, max(topic.last_number, 1))
    return redirect(topic_url(topic.pk, number))


@require_safe
def post_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to where a post stands now, after whatever moves, splits and merges."""
    post = post_or_404(reader_of(request), pk)
    return redirect(topic_url(post.topic_id, post.number))


@require_safe
def topic_news(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many posts came after `?after=`, for the page's hint; it names nothing."""
    topic = topic_or_404(reader_of(request), pk)
    after = number_in(request.GET.get("after", ""))
    count = Post.objects.published().filter(topic=topic, number__gt=after)[:100].count()
    response = JsonResponse({"count": count, "url": topic_url(topic.pk, after + 1)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def topic_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the newest posts of a topic that everybody reads, as Atom."""
    topic = topic_or_404(AnonymousUser(), pk)
    posts = Post.objects.published().filter(topic=topic).select_related("author").order_by("-number")
    return atom(
        request,
        title=topic.title,
        address=reverse("topic", args=[topic.pk]),
        items=[
            (
                f"{topic.title} #{post.number}",
                topic_url(topic.pk, post.number),
                post.html,
                post.author,
                post.written_at,
            )
            for post in posts[:FEED_SIZE]
        ],
    )


@private
@require_POST
def topic_watch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Watch or mute a topic, or go back to what is usual."""
    topic = topic_or_404(request.user, pk)
    level = request.POST.get("level", "")
    wanted = WatchLevel(level) if level in WatchLevel.values else None
    set_watch(actor=request.user, of=topic, level=wanted, now=timezone.now())
    done = {
        WatchLevel.WATCH: _("已关注，有新回复会通知您。"),
        WatchLevel.MUTE: _("不再提醒这个话题的新回复。"),
        None: _("已取消关注。"),
    }
    messages.success(request, done[wanted])
    return redirect("topic", pk=topic.pk)


@private
@require_POST
def topic_vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a vote; sent twice, the second changes nothing."""
    topic = topic_or_404(request.user, pk)
    options = {number for text in request.POST.getlist("option") if (number := number_in(text))}
    if topic.kind != TopicKind.POLL or not Poll.objects.filter(topic=topic).exists():
        messages.error(request, _("这个话题没有投票。"))
        return redirect("topic", pk=topic.pk)
    try:
        vote_poll(actor=request.user, topic=topic, options=options, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已投票。"))
    return redirect("topic", pk=topic.pk)
