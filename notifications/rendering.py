"""How notifications are worded: rows store kind and object; titles are read when shown, with their rights."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

import structlog

from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification
    from notifications.querysets import NotificationQuerySet

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Wording:
    """What a reader sees of a notification.

    Attributes:
        title: one line; it may hold people's own words, templates pass it through `safe_text`.
        url: where the title leads, a path of this site.
        note: who says so, or what to do; may be empty.
        group: what it is shown together with: lines of one group stand under one heading.
        group_title: the heading, with `%(count)s` in it.
    """

    title: str
    url: str
    note: str = ""
    group: str = ""
    group_title: str = ""


# Takes notifications of its kind, all for one reader, and returns a wording by primary key, in a number of
# queries that does not grow with them. Where the reader may not, or may no longer, see an object, its
# notification is left out.
Renderer = Callable[[Sequence["Notification"], "User"], Mapping[int, Wording]]

registry: Registry[Renderer] = Registry("notification wordings")

COUNTED_AT_MOST: Final = 100
_CHUNK: Final = 50


@dataclass(frozen=True)
class Line:
    """A notification with its words."""

    notification: "Notification"
    wording: Wording


def lines(notifications: Iterable["Notification"], *, reader: "User") -> list[Line]:
    """Return those notifications that `reader` may see, worded, in the order given.

    A kind that nobody words (its app is gone, or its renderer fails) shows nothing rather than break the
    page.
    """
    rows = list(notifications)
    words: dict[int, Wording] = {}
    for kind, group in groupby(sorted(rows, key=lambda row: row.kind), key=lambda row: row.kind):
        renderer = registry.get(kind)
        if renderer is None:
            continue
        try:
            words.update(renderer(list(group), reader))
        except Exception:
            log.exception("notification_not_worded", kind=kind)
    return [Line(row, words[row.pk]) for row in rows if row.pk in words]


@dataclass(frozen=True)
class Group:
    """Lines that are shown together, in the place of the newest; one by itself has no heading.

    Attributes:
        title: the heading; empty where there is one line.
        lines: newest first.
        unread: how many of them are.
    """

    title: str
    lines: list[Line]
    unread: int


def grouped(shown: Iterable[Line]) -> list[Group]:
    """Return the lines in groups: “3 new notices in …”, read ones apart from unread ones."""
    found: dict[object, list[Line]] = {}
    for line in shown:
        is_read = line.notification.read_at is not None
        key = (line.wording.group, is_read) if line.wording.group else line.notification.pk
        found.setdefault(key, []).append(line)
    return [
        Group(
            title=rows[0].wording.group_title % {"count": len(rows)} if len(rows) > 1 else "",
            lines=rows,
            unread=sum(line.notification.read_at is None for line in rows),
        )
        for rows in found.values()
    ]


def visible(rows: "NotificationQuerySet", *, reader: "User") -> Iterator[Line]:
    """Yield the visible lines of `rows`, newest first, reading chunk by chunk and only what is asked for."""
    before = None
    while True:
        chunk = list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[:_CHUNK])
        yield from lines(chunk, reader=reader)
        if len(chunk) < _CHUNK:
            return
        before = chunk[-1].pk


def count_unread(reader: "User") -> int:
    """Return how many unread notifications `reader` can see, of the newest `COUNTED_AT_MOST`.

    Counted after wording: the bare number of rows would tell of objects that the reader may not know of.
    """
    from notifications.models import Notification

    newest = Notification.objects.for_user(reader).unread().order_by("-pk")[:COUNTED_AT_MOST]
    return len(lines(newest, reader=reader))
