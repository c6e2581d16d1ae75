"""Many members post at once on two workers, and workers are killed with -9 while they do.

Each form carries its token, as a browser's does. A member whose answer never came sends the same form again;
one in three forms is sent twice at the same moment, as by a double click. In the end every form that was
acknowledged stands in the topic once, none stands there twice, floors follow each other without a gap, and
`forum_check` finds every count right.
"""

import http.client
import os
import signal
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.fault.server import CSRF, children, make_district, scratch, serving, signed_in

SECONDS = 60
# A browser that gets no answer is asked again by whoever sits before it.
PATIENCE = 20.0


@dataclass
class Tally:
    """What the members saw."""

    acknowledged: set[uuid.UUID] = field(default_factory=set)
    sent: set[uuid.UUID] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    waited: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    """Run both scenes, print what was seen, and return 0 where nothing was lost, doubled or miscounted."""
    with scratch():
        cookies, topics = prepare(50)
        with serving() as (port, server):
            seconds = int(os.environ.get("FAULT_SECONDS", SECONDS))
            wrong = _scene("50 members post at once", port, cookies, topics[0], seconds, None)
            wrong += _scene("kill -9 while 20 post", port, cookies[:20], topics[1], seconds, server)
    return 1 if wrong else 0


def prepare(members: int) -> tuple[list[str], list[int]]:
    """Make the district, members who are signed in, and a topic for each scene; return cookies and topics."""
    make_district()
    from django.db import connections
    from django.utils import timezone

    from accounts.models import User
    from communities.models import Membership
    from forum.actions.start_topic import start_topic
    from forum.models import Board

    board = Board.objects.select_related("area__parent", "body").filter(area__level="community").first()
    assert board is not None
    now = timezone.now()
    people = User.objects.bulk_create(
        [User(username=f"fault{number}", password="!", desk_confirmed_at=now) for number in range(members)]
    )
    # Moderators, whom no pause between two posts holds back.
    Membership.objects.bulk_create(
        [
            Membership(user=person, body=board.body, role="moderator", valid_from=now.date())
            for person in people
        ]
    )
    topics = [
        start_topic(actor=person, board=board, title=f"第{number}场：大家都来说", text="接龙。", now=now).pk
        for number, person in enumerate(people[:2])
    ]
    cookies = [signed_in(person) for person in people]
    connections.close_all()
    return cookies, topics


def _scene(name: str, port: int, cookies: list[str], topic: int, seconds: int, killed: int | None) -> int:
    """Let everybody post for so long, and return how many things are wrong."""
    tally, end = Tally(), time.monotonic() + seconds
    members = [
        threading.Thread(target=_member, args=(port, cookie, topic, number, end, tally))
        for number, cookie in enumerate(cookies)
    ]
    for member in members:
        member.start()
    kills = 0
    while time.monotonic() < end:
        time.sleep(2)
        if killed is not None and (found := workers(killed)):
            try:
                os.kill(found[kills % len(found)], signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                continue
    for member in members:
        member.join()
    return _report(name, tally, topic, kills)


def _member(port: int, cookie: str, topic: int, number: int, end: float, tally: Tally) -> None:
    turn = 0
    while time.monotonic() < end:
        turn += 1
        token = uuid.uuid4()
        with tally.lock:
            tally.sent.add(token)
        if turn % 3 == 0:
            twin = threading.Thread(target=send, args=(port, cookie, topic, token, tally))
            twin.start()
            send(port, cookie, topic, token, tally)
            twin.join()
        else:
            send(port, cookie, topic, token, tally)


def send(port: int, cookie: str, topic: int, token: uuid.UUID, tally: Tally) -> None:
    """Send one form, again and again until there is an answer."""
    form = urlencode({"csrfmiddlewaretoken": CSRF, "form_token": str(token), "text": f"我来接龙：{token}"})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            asked.request("POST", f"/topics/{topic}/reply/", form, headers)
            status = asked.getresponse().status
        except (OSError, http.client.HTTPException):
            with tally.lock:
                tally.answers["no answer"] += 1
            time.sleep(0.2)
            continue
        finally:
            asked.close()
        with tally.lock:
            tally.answers[str(status)] += 1
            if status == 302:
                tally.acknowledged.add(token)
                tally.waited.append(time.monotonic() - begun)
                return
        time.sleep(0.2)


def workers(server: int) -> list[int]:
    """Return the web server's workers: the children of that child of the supervisor which has some."""
    parents = children()
    families = [parents.get(child, []) for child in parents.get(server, [])]
    return sorted(max(families, key=len, default=[]))


def _report(name: str, tally: Tally, topic: int, kills: int) -> int:
    from forum.checking import findings
    from forum.models import Post

    rows = Post.objects.filter(topic=topic, number__gt=1)
    stored = Counter(rows.values_list("token", flat=True))
    texts = Counter(rows.values_list("text", flat=True))
    lost = tally.acknowledged - set(stored)
    doubled = [token for token, count in stored.items() if count > 1 or token not in tally.sent]
    doubled_texts = [text for text, count in texts.items() if count > 1]
    numbers = sorted(rows.values_list("number", flat=True))
    gaps = 0 if numbers == list(range(2, len(numbers) + 2)) else 1
    counts = findings()
    waited = sorted(tally.waited) or [0.0]
    lines = {
        "forms sent": len(tally.sent),
        "acknowledged": len(tally.acknowledged),
        "stored": sum(stored.values()),
        "workers killed": kills,
        "answers": ", ".join(f"{what} × {count}" for what, count in sorted(tally.answers.items())),
        "waited, s, median / p95": f"{waited[len(waited) // 2]:.2f} / {waited[int(len(waited) * 0.95)]:.2f}",
        "lost": len(lost),
        "doubled": len(doubled) + len(doubled_texts),
        "floors out of order": gaps,
        "counts that are wrong": len(counts),
    }
    for what, value in lines.items():
        sys.stdout.write(f"{name}: {what:<28}{value}\n")
    for line in counts:
        sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()
    return len(lost) + len(doubled) + len(doubled_texts) + gaps + len(counts)
