"""The forum at its full size: statements, processor time, replies, weight of the page."""

import gzip
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.measuring import processor_milliseconds

# 10,000 topics, 200,000 posts, one topic of 10,000 posts.
TOPICS = 10_000
POSTS = 200_000
LONG = 10_000
REPLIES = 200
# The figures that are to be kept, by the name of the line.
MOST = {
    "statements, visitor": 9,
    "statements, member": 14,
    "member's page, ms": 12.0,
    "last page of the long topic, × first": 1.1,
    "reply, ms, median": 12.0,
    "reply, ms, p95": 22.0,
    "topic page, kB compressed": 15.0,
    "scripts and styles, kB compressed": 40.0,
}
SENTENCE = "电动车不要停在楼道里，充电棚在小区东门，晚上十点以前都有人值班，有事可以打社区电话。"


def measure(write: Callable[[str], Any] = sys.stdout.write) -> None:
    """Fill the forum of the present database, and measure at 1 × and at 100 × the data."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms_pages.page_cache import generations
    from forum.models import Board, Topic

    board = Board.objects.select_related("area__parent", "body").filter(area__level="community").first()
    assert board is not None
    people = _people(board)
    visitor, member = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    member.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    member.cookies["signed_in"] = "1"
    seen: dict[str, list[int]] = {}

    def look(name: str, client: Client, address: str) -> None:
        client.get(address)
        generations.change_all()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        seen.setdefault(name, []).append(len(captured))

    long = 0
    for topics, posts, size in ((TOPICS // 100, POSTS // 100, LONG // 100), (TOPICS, POSTS, LONG)):
        long = _fill(board, people, topics, posts, size)
        usual = Topic.objects.filter(board=board).order_by("pk")[5].pk
        from forum.addresses import board_url

        for who, client in (("visitor", visitor), ("member", member)):
            look(f"board, {who}", client, board_url(board))
            look(f"topic, {who}", client, f"/topics/{usual}/")
            look(f"long topic, {who}", client, f"/topics/{long}/?after={size // 2}")
    for name, (small, large) in seen.items():
        write(f"{'forum: ' + name:<44}{small:>6} statements at 1 ×, {large} at 100 ×\n")
    lines: dict[str, float] = {
        f"statements, {who}": max(max(counts) for name, counts in seen.items() if name.endswith(who))
        for who in ("visitor", "member")
    }
    # A member's page is never kept: each reading makes it anew, with 20 posts.
    pages = [f"/topics/{long}/", f"/topics/{long}/?after={LONG - 20}"]
    # By turns, so that what else the machine does weighs on both alike.
    first, last = _by_turns([lambda address=address: member.get(address) for address in pages])
    lines["member's page, ms"] = first
    bare = processor_milliseconds(lambda: member.get("/bare/"))
    write(f"{'forum: bare view, ms':<44}{bare:>8.2f}\n{'forum: page, × bare':<44}{first / bare:>8.1f}\n")
    lines["last page of the long topic, × first"] = last / first
    lines["topic page, kB compressed"] = _kilobytes([member.get(pages[0]).content])
    lines["scripts and styles, kB compressed"] = _kilobytes(_assets(member.get(pages[0]).content))
    taken = sorted(_replies(board, people, long))
    lines["reply, ms, median"] = statistics.median(taken)
    lines["reply, ms, p95"] = taken[int(len(taken) * 0.95)]
    for name, limit in MOST.items():
        verdict = "" if lines[name] <= limit else "  (over)"
        write(f"{'forum: ' + name:<44}{lines[name]:>8.2f}  at most {limit:g}{verdict}\n")
    from forum.checking import findings

    write(f"{'forum: counts that are wrong':<44}{len(findings()):>8}\n")


def _by_turns(acts: list[Callable[[], object]], rounds: int = 60) -> list[float]:
    """Return the median processor time of each of `acts` in milliseconds, done one after the other."""
    taken: list[list[float]] = [[] for _act in acts]
    for _round in range(rounds):
        for act, times in zip(acts, taken, strict=True):
            begun = time.process_time()
            act()
            times.append(time.process_time() - begun)
    return [statistics.median(times[2:]) * 1000 for times in taken]


def _people(board: Any) -> list[Any]:
    from django.utils import timezone

    from accounts.models import User
    from communities.models import Membership
    from forum.models import Member

    if known := list(User.objects.filter(username__startswith="bench").order_by("pk")):
        return known  # measured again in the same folder
    since = timezone.now() - timedelta(days=400)
    people = User.objects.bulk_create(
        [
            User(username=f"bench{number}", nickname=f"邻居{number}", password="!", desk_confirmed_at=since)
            for number in range(REPLIES + 50)
        ]
    )
    Membership.objects.bulk_create(
        [
            Membership(user=person, body=board.body, role="resident", valid_from=since.date())
            for person in people
        ]
    )
    Member.objects.bulk_create([Member(user=person, trust=2, first_post_at=since) for person in people])
    return people


def _fill(board: Any, people: list[Any], topics: int, posts: int, size: int) -> int:
    """Add topics and posts until there are so many, and return the key of the long one."""
    from django.utils import timezone

    from forum.checking import mend
    from forum.markdown import render
    from forum.models import Post, Topic

    now = timezone.now() - timedelta(days=30)
    html = render("\n\n".join([SENTENCE] * 3))
    missing = topics - Topic.objects.filter(board=board).count()
    if missing <= 1:
        return Topic.objects.order_by("-last_number").values_list("pk", flat=True)[0]
    rows = Topic.objects.bulk_create(
        [
            Topic(
                board=board,
                title=f"第{number}件事：{SENTENCE[:20]}",
                author=people[number % len(people)],
                last_author=people[number % len(people)],
                started_at=now,
                last_post_at=now,
            )
            for number in range(missing)
        ],
        batch_size=1000,
    )
    each = max((posts - Post.objects.count() - size) // max(len(rows) - 1, 1), 1)
    Post.objects.bulk_create(_posts(rows, people, each, size, html, now), batch_size=2000)
    for topic in rows:
        topic.last_number = size if topic is rows[0] else each
    Topic.objects.bulk_update(rows, ["last_number"], batch_size=500)
    mend()
    return int(rows[0].pk)


def _posts(
    rows: list[Any], people: list[Any], each: int, size: int, html: str, now: datetime
) -> Iterator[Any]:
    from forum.models import Post

    for topic in rows:
        for number in range(1, (size if topic is rows[0] else each) + 1):
            yield Post(
                topic=topic,
                number=number,
                author=people[(topic.pk + number) % len(people)],
                text=SENTENCE,
                html=html,
                html_version=1,
                written_at=now + timedelta(seconds=number),
            )


def _replies(board: Any, people: list[Any], topic: int) -> Iterator[float]:
    """Yield the milliseconds of processor time of replies by POST, each of another member."""
    from django.test import Client

    # One for all: each would load the middleware anew with its first request.
    client = Client(headers={"host": "localhost"})
    client.get("/bare/")
    for person in people[50:]:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["signed_in"] = "1"
        begun = time.process_time()
        response = client.post(f"/topics/{topic}/reply/", {"text": f"{SENTENCE}（{uuid.uuid4()}）"})
        yield (time.process_time() - begun) * 1000
        assert response.status_code == 302, response.status_code


def _kilobytes(files: list[bytes]) -> float:
    return sum(len(gzip.compress(content, 6)) for content in files) / 1024


def _assets(page: bytes) -> list[bytes]:
    """Return the scripts and styles that the page names."""
    import re

    from django.contrib.staticfiles import finders

    names = re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', page.decode())
    found = [finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)) for name in names]
    return [Path(str(path)).read_bytes() for path in found if path]
