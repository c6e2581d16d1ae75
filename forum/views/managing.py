"""What moderators do to a topic as a whole."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.move_topic import move_topic
from forum.actions.pin_topic import pin_topic
from forum.actions.split_topic import split_topic
from forum.choices import TopicKind
from forum.models import Board, Topic
from forum.permissions import can_moderate_board
from forum.reading import set_area, topic_or_404
from forum.views.boards import trail
from forum.views.topics import number_in


@private
@require_http_methods(["GET", "HEAD", "POST"])
def topic_manage(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lock, pin, move, split or merge a topic; each is one form of the page, and one line of the public
    log.
    """
    topic = topic_or_404(request.user, pk)
    if not can_moderate_board(request.user, topic.board):
        raise Http404
    set_area(request, topic.board.area)
    boards = [
        board
        for board in Board.objects.select_related("area").order_by("area__path", "position", "pk")
        if can_moderate_board(request.user, board)
    ]
    said = ""
    if request.method == "POST":
        done, said = _act(request, topic, boards)
        if done is not None:
            messages.success(request, _("已处理，并记入公开的管理记录。"))
            return redirect("topic", pk=done.pk)
    return render(
        request,
        "forum/topic_manage/index.html",
        {
            "topic": topic,
            "boards": boards,
            "is_enquiry": topic.kind == TopicKind.ENQUIRY,
            "typed": request.POST,
            "said": said,
            "breadcrumbs": trail(topic.board, (topic.title, f"/topics/{topic.pk}/"), (_("管理"), "")),
        },
        status=REFUSED if said else 200,
    )


def _act(request: SignedInRequest, topic: Topic, boards: list[Board]) -> tuple[Topic | None, str]:
    """Do what the form says; return the topic to show, or None and why it was refused."""
    now, reason = timezone.now(), request.POST.get("reason", "")
    given: dict[str, Any] = {"actor": request.user, "reason": reason, "now": now}
    acts: dict[str, Callable[[], Topic]] = {
        "lock": lambda: lock_topic(topic=topic, lock=True, **given),
        "unlock": lambda: lock_topic(topic=topic, lock=False, **given),
        "pin": lambda: pin_topic(topic=topic, pin=True, until=_end(request.POST.get("until", "")), **given),
        "unpin": lambda: pin_topic(topic=topic, pin=False, until=None, **given),
        "move": lambda: move_topic(topic=topic, board=_board(request, boards), **given),
        "split": lambda: split_topic(
            topic=topic,
            numbers=_numbers(request.POST.get("numbers", "")),
            title=request.POST.get("title", ""),
            board=_board(request, boards),
            **given,
        ),
        "merge": lambda: merge_topic(topic=topic, into=_other(request, topic), **given),
    }
    act = acts.get(request.POST.get("deed", ""))
    if act is None:
        return None, _("请选一种处理。")
    try:
        return act(), ""
    except ValidationError as refusal:
        return None, "；".join(refusal.messages)
    except PermissionDenied as refusal:
        return None, str(refusal)


def _board(request: SignedInRequest, boards: list[Board]) -> Board:
    wanted = next((board for board in boards if str(board.pk) == request.POST.get("board")), None)
    if wanted is None:
        raise ValidationError(_("请选版块。"))
    return wanted


def _other(request: SignedInRequest, topic: Topic) -> Topic:
    """Return the topic that was named by its number or its address."""
    digits = "".join(
        char if char.isascii() and char.isdigit() else " " for char in request.POST.get("into", "")
    )
    keys = [number for text in digits.split() if (number := number_in(text))]
    other = Topic.objects.visible_to(request.user).filter(pk__in=keys[-1:]).first()
    if other is None:
        raise ValidationError(_("请填要并入的话题的编号或网址。"))
    return other


def _numbers(text: str) -> list[int]:
    """Return the floors in `text`: `3 5-8` are 3, 5, 6, 7, 8."""
    found: set[int] = set()
    for part in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        first, dash, last = part.replace("—", "-").replace("–", "-").partition("-")
        start, end = number_in(first), number_in(last) if dash else number_in(first)
        if start and start <= end <= start + 1000:
            found |= set(range(start, end + 1))
    return sorted(found)


def _end(text: str) -> datetime | None:
    """Return the last moment of the day in `text`; None where it is empty.

    Raises:
        ValidationError: no day.
    """
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("请填写日期，如 2026-12-31。"))
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
