"""Who reads: visitors share one page that is kept, members get their own."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.middleware import SIGNED_IN_COOKIE
from accounts.models import User
from communities import page_marks
from communities.models import Area
from events.prepared import Prepared, PreparedRows, slot
from forum.addresses import PAGE_SIZE
from forum.choices import Audience
from forum.models import Board, Post, Topic
from forum.permissions import can_moderate_board, can_read, can_see_topic


def reader_of(request: HttpRequest) -> User | AnonymousUser:
    """Return the member who reads, or a visitor. A visitor's session is not touched, so that the page can be
    kept.
    """
    if SIGNED_IN_COOKIE not in request.COOKIES:
        return AnonymousUser()
    return request.user if isinstance(request.user, User) else AnonymousUser()


def set_area(request: HttpRequest, area: Area) -> None:
    """Say which area the page belongs to, for menu and header, which are the same for all who read it."""
    request.area = area  # type: ignore[attr-defined]
    page_marks.share_surroundings(request)


def set_board(request: HttpRequest, board: Board) -> None:
    """Say which board the page belongs to, so that the header's box searches it first."""
    request.board = board  # type: ignore[attr-defined]


def keep(request: HttpRequest, board: Board, reader: User | AnonymousUser) -> None:
    """Let a visitor's page of a board that everybody reads be kept."""
    is_visitor = not reader.is_authenticated and SIGNED_IN_COOKIE not in request.COOKIES
    if is_visitor and board.read_by == Audience.EVERYBODY:
        page_marks.mark(request, board.area)
        # What is late is late from midnight on.
        tomorrow = timezone.localdate() + timedelta(days=1)
        page_marks.bound(request, timezone.make_aware(datetime.combine(tomorrow, time.min)))


def board_or_404(reader: User | AnonymousUser, **wanted: object) -> Board:
    """Return the board, if the reader may read it.

    Raises:
        Http404: there is none, or not for them.
    """
    rows = Board.objects.select_related("area__parent", "body", "parent").with_wishes_of(reader)
    board = get_object_or_404(rows, **wanted)
    if not can_read(reader, board):
        raise Http404
    return board


def _topic(user_id: object) -> QuerySet[Topic]:
    rows = Topic.objects.select_related("board__area__parent", "board__body", "board__parent")
    return rows.with_wishes_of(user_id).filter(pk=slot("pk"))


_for_member = Prepared(lambda: _topic(slot("user")))
_for_visitor = Prepared(lambda: _topic(None))


def topic_or_404(reader: User | AnonymousUser, pk: int) -> Topic:
    """Return the topic, if the reader may read it; of one that was merged, the one that it became part of.

    Raises:
        Http404: there is none, or not for them.
    """
    topic = _for_member.first(pk=pk, user=reader.pk) if reader.pk else _for_visitor.first(pk=pk)
    if topic is None:
        raise Http404
    if topic.merged_into_id is not None:
        # It lives on in another: whoever may read that one is led there.
        return topic_or_404(reader, topic.merged_into_id)
    if not can_see_topic(reader, topic):
        raise Http404
    return topic


def post_or_404(reader: User | AnonymousUser, pk: int) -> Post:
    """Return the post, if the reader may read it.

    Raises:
        Http404: there is none, or not for them.
    """
    rows = Post.objects.select_related("topic__board__area__parent", "topic__board__body", "author")
    post = get_object_or_404(rows, pk=pk)
    shown = Post.objects.filter(pk=pk).on_page(
        user_id=reader.pk, may_moderate=can_moderate_board(reader, post.topic.board)
    )
    if not can_see_topic(reader, post.topic) or not shown.exists():
        raise Http404
    return post


def _page(user_id: object, *, may_moderate: bool) -> object:
    rows = Post.objects.filter(topic_id=slot("topic"), number__gt=slot("after"))
    rows = rows.on_page(user_id=user_id, may_moderate=may_moderate).order_by("number")
    return rows.rows_for(user_id)[: PAGE_SIZE + 1]


_pages = {
    # By whether a member reads, and whether they keep order.
    (True, True): PreparedRows(lambda: _page(slot("user"), may_moderate=True)),
    (True, False): PreparedRows(lambda: _page(slot("user"), may_moderate=False)),
    (False, False): PreparedRows(lambda: _page(None, may_moderate=False)),
}


def page_of(reader: User | AnonymousUser, topic: Topic, after: int, *, may_moderate: bool) -> list[Any]:
    """Return the rows of a page (`PostQuerySet.rows_for`), and one more where there is a next page."""
    ask = _pages[reader.pk is not None, may_moderate]
    return ask(topic=topic.pk, after=after, user=reader.pk)
