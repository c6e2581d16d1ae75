"""Boards, tags, and what is new in them."""

from datetime import UTC, datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.views.me import private
from communities.choices import Level
from design.formatting import safe_text
from design.text import plain_text
from forum.actions.set_watch import set_watch
from forum.addresses import area_url, board_url, topic_url
from forum.choices import Audience, TopicKind, WatchLevel
from forum.models import Board, Post, Tag, Topic, Watch
from forum.permissions import can_manage_board, can_moderate_board, check_start_topic
from forum.querysets.boards import readable_by
from forum.reading import board_or_404, keep, reader_of, set_area, set_board

PAGE_SIZE: Final = 30
FEED_SIZE: Final = 30
FROM_BELOW: Final = 6
Person = User | AnonymousUser


@require_safe
def area_board(request: HttpRequest, street: str = "", community: str = "") -> HttpResponse:
    """Show the main board of an area, at the address of its forum page."""
    wanted: dict[str, Any] = {"parent__isnull": True, "area__state": "active"}
    if community:
        wanted |= {"area__slug": community, "area__parent__slug": street}
    elif street:
        wanted |= {"area__slug": street, "area__level": Level.STREET}
    else:
        wanted |= {"area__level": Level.DISTRICT}
    reader = reader_of(request)
    return board_page(request, board_or_404(reader, **wanted), reader)


def column_front(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the board of the area of a page of the tree."""
    reader = reader_of(request)
    return board_page(request, board_or_404(reader, parent__isnull=True, area=page.area), reader)


@require_safe
def board_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a board below a main one; a main one has its own address."""
    reader = reader_of(request)
    board = board_or_404(reader, pk=pk)
    if board.parent_id is None:
        return redirect(board_url(board))
    return board_page(request, board, reader)


def board_page(request: HttpRequest, board: Board, reader: Person) -> HttpResponse:
    """Show a board's topics, the pinned and the newest first, and for a member what is new to them."""
    set_area(request, board.area)
    set_board(request, board)
    keep(request, board, reader)
    topics = Topic.objects.listed().filter(board=board)
    kind = request.GET.get("kind", "")
    if kind in TopicKind.values:
        topics = topics.filter(kind=kind)
    rows, older = _page(topics.rows().as_read_by(reader.pk), request.GET.get("before", ""))
    children = (
        list(board.children.visible_to(reader).order_by("position", "pk")) if not board.parent_id else []
    )
    now = timezone.now()
    context: dict[str, Any] = {
        "board": board,
        "url": board_url(board),
        "rows": [_row(topic) for topic in rows],
        "children": [{"board": child, "url": reverse("board", args=[child.pk])} for child in children],
        "below": _from_below(board) if not request.GET else [],
        "kinds": [
            {"value": value, "label": label, "current": value == kind} for value, label in TopicKind.choices
        ],
        "kind": kind,
        "older_url": f"?before={older}{f'&kind={kind}' if kind else ''}" if older else "",
        "newer_url": board_url(board) if request.GET.get("before") else "",
        "breadcrumbs": trail(board),
        "read_by": Audience(board.read_by).label,
        # The site's search is above the forum: its address comes from a context processor.
        "search_hidden_of_board": {
            "items": [("in", board.area.code or ""), ("kind", "topic"), ("kind", "enquiry")]
        },
        "may_start": True,
    }
    if reader.is_authenticated:
        context |= _for_member(reader, board, context["rows"], now)
    return render(request, "forum/board/index.html", context)


def trail(board: Board, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a board: the forums of the areas above, the board, and `more`."""
    steps: list[tuple[str, str]] = [(_("首页"), "/")]
    if board.area.parent is not None and board.area.level == Level.COMMUNITY:
        steps.append((_("%s论坛") % board.area.parent.short_name, area_url(board.area.parent)))
    if board.parent is not None:
        steps.append((str(board.parent), area_url(board.area)))
    steps.append((str(board), board_url(board)))
    return [{"label": label, "url": url} for label, url in [*steps, *more]]


def _page(topics: "QuerySet[Topic]", before: str) -> tuple[list[Topic], str]:
    """Return a page of topics and the key of the next one; by key, so that the last page costs what the
    first does.
    """
    key = _key(before)
    if key is not None:
        at, pk = key
        topics = topics.filter(is_pinned=False).filter(Q(last_post_at=at, pk__lt=pk) | Q(last_post_at__lt=at))
    found = list(topics.order_by("-is_pinned", "-last_post_at", "-pk")[: PAGE_SIZE + 1])
    if len(found) <= PAGE_SIZE:
        return found, ""
    last = next((topic for topic in reversed(found[:PAGE_SIZE]) if not topic.is_pinned), None)
    if last is None:
        return found[:PAGE_SIZE], ""
    return found[:PAGE_SIZE], f"{round(last.last_post_at.timestamp() * 1_000_000)}-{last.pk}"


def _key(text: str) -> tuple[datetime, int] | None:
    micro, _dash, pk = text.partition("-")
    if not (micro.isascii() and micro.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(micro) > 17 or len(pk) > 18:
        return None
    seconds, rest = divmod(int(micro), 1_000_000)
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=rest), int(pk)


def _row(topic: Topic) -> dict[str, Any]:
    enquiry = getattr(topic, "enquiry", None)
    return {
        "pk": topic.pk,
        "title": safe_text(topic.title),
        "url": f"/topics/{topic.pk}/",
        "kind": topic.get_kind_display() if topic.kind != TopicKind.DISCUSSION else "",
        "enquiry": enquiry,
        "is_late": enquiry is not None and enquiry.is_late(timezone.localdate()),
        "is_pinned": topic.is_pinned,
        "is_locked": topic.is_locked,
        "is_solved": topic.accepted_id is not None,
        "author": safe_text(topic.author.display_name),
        "last_author": safe_text(topic.last_author.display_name),
        "last_at": topic.last_post_at,
        "last_url": topic_url(topic.pk, topic.last_number),
        "replies": topic.reply_count,
        "last_number": topic.last_number,
        "tags": topic.tag_names,
        "known": getattr(topic, "known", None),
    }


def _from_below(board: Board) -> list[dict[str, Any]]:
    """Return the newest topics of the areas below a district's or a street's main board."""
    if board.parent_id is not None or board.area.level == Level.COMMUNITY:
        return []
    topics = (
        Topic.objects.listed()
        .filter(board__area__path__startswith=board.area.path, board__read_by=Audience.EVERYBODY)
        .exclude(board__area=board.area_id)
        .rows("board__name")
    )
    return [
        {**_row(topic), "board": topic.board}
        for topic in topics.order_by("-last_post_at", "-pk")[:FROM_BELOW]
    ]


def _for_member(reader: User, board: Board, rows: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    for row in rows:
        seen = row["known"]
        row["new"] = row["last_number"] - seen if seen is not None and seen < row["last_number"] else 0
        row["unseen"] = seen is None
        if row["new"]:
            row["url"] = f"/topics/{row['pk']}/unread/"
    refusal = ""
    try:
        check_start_topic(reader, board, now=now)
    except PermissionDenied as denied:
        refusal = str(denied)
    return {
        "member": reader,
        "watch": getattr(board, "watch_level", None) or "",
        "may_start": not refusal,
        "refusal": refusal,
        "may_moderate": can_moderate_board(reader, board),
        "may_manage": can_manage_board(reader, board),
    }


@private
@require_POST
def board_watch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Watch a board, or no longer."""
    board = board_or_404(request.user, pk=pk)
    _set_watch(request, board)
    return redirect(board_url(board))


@private
@require_POST
def tag_watch(request: SignedInRequest, name: str) -> HttpResponse:
    """Watch a tag, or no longer."""
    tag = _tag_or_404(name)
    _set_watch(request, tag)
    return redirect("tag", name=tag.name)


def _set_watch(request: SignedInRequest, of: Board | Tag) -> None:
    level = request.POST.get("level", "")
    wanted = WatchLevel(level) if level in WatchLevel.values else None
    set_watch(actor=request.user, of=of, level=wanted, now=timezone.now())
    messages.success(
        request, _("已关注，有新话题会通知您。") if wanted == WatchLevel.WATCH else _("已取消关注。")
    )


def _tag_or_404(name: str) -> Tag:
    tag = Tag.objects.filter(name=name).first()
    if tag is None:
        raise Http404
    return tag


@require_safe
def tag_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show the topics of the whole district under a tag."""
    reader = reader_of(request)
    tag = _tag_or_404(name)
    topics = Topic.objects.listed().filter(readable_by(reader, "board__"), tags=tag).rows("board__name")
    rows, older = _page(topics, request.GET.get("before", ""))
    watch = Watch.objects.filter(user=reader, tag=tag).first() if reader.is_authenticated else None
    return render(
        request,
        "forum/tag/index.html",
        {
            "tag": tag,
            "rows": [{**_row(topic), "board": topic.board} for topic in rows],
            "older_url": f"?before={older}" if older else "",
            "newer_url": reverse("tag", args=[tag.name]) if request.GET.get("before") else "",
            "member": reader if reader.is_authenticated else None,
            "watch": watch.level if watch else "",
            "breadcrumbs": [{"label": _("首页"), "url": "/"}, {"label": f"#{tag.name}"}],
        },
    )


@require_safe
def board_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the newest topics of a board that everybody reads, as Atom."""
    board = board_or_404(AnonymousUser(), pk=pk)
    return _feed(request, Topic.objects.listed().filter(board=board), str(board), board_url(board))


@require_safe
def tag_feed(request: HttpRequest, name: str) -> HttpResponse:
    """Return the newest topics under a tag that everybody reads, as Atom."""
    tag = _tag_or_404(name)
    topics = Topic.objects.listed().filter(tags=tag, board__read_by=Audience.EVERYBODY)
    return _feed(request, topics, f"#{tag.name}", reverse("tag", args=[tag.name]))


def _feed(request: HttpRequest, topics: "QuerySet[Topic]", title: str, address: str) -> HttpResponse:
    newest = list(topics.select_related("author").order_by("-started_at", "-pk")[:FEED_SIZE])
    texts = dict(Post.objects.published().filter(topic__in=newest, number=1).values_list("topic", "html"))
    return atom(
        request,
        title=title,
        address=address,
        items=[
            (topic.title, topic_url(topic.pk), texts.get(topic.pk, ""), topic.author, topic.started_at)
            for topic in newest
        ],
    )


def atom(
    request: HttpRequest, *, title: str, address: str, items: list[tuple[str, str, str, User, datetime]]
) -> HttpResponse:
    """Return a feed of (title, path, HTML, author, moment)."""
    feed = Atom1Feed(
        title=safe_text(title),
        link=request.build_absolute_uri(address),
        description=safe_text(title),
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
    )
    for item_title, path, html, author, at in items:
        link = request.build_absolute_uri(path)
        feed.add_item(
            title=safe_text(item_title),
            link=link,
            description=plain_text(html)[:500],
            author_name=safe_text(author.display_name),
            unique_id=link,
            pubdate=at,
            updateddate=at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
