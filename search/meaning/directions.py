"""The directions of all documents: kept in the database, compared in memory.

They are kept apart from the engines' indexes, so that both find the same, and an index that is built anew
needs none of them anew. What is near is only named by its key: whoever asks looks the keys up in the engine,
with the reader's permissions.
"""

import threading
from collections.abc import Collection, Iterable
from datetime import timedelta
from hashlib import blake2s
from operator import attrgetter
from time import monotonic
from typing import Any, Final

from django.utils import timezone

from search import sources
from search.documents import Entry
from search.meaning import model
from search.models import TextDirection

# What stands after it is not read by the model.
_READ: Final = model.LONGEST * 4
_STEPS: Final = 127
# A question waits so long for them at most, and is answered by its words then.
READ_SECONDS: Final = 0.3
READ_AT_ONCE: Final = 4096
# So much of a table is room for what comes: it is copied as seldom.
_ROOM_SHARE: Final = 8
# Rows of a transaction that was under way at the last look carry an earlier time.
_UNDER_WAY: Final = timedelta(seconds=30)
# So often all are read anew, so that none stays which is gone.
_WHOLE_AFTER: Final = timedelta(hours=1)
# Small enough for a processor to have at hand.
_COMPARED_AT_ONCE: Final = 512
_FORGOTTEN_AT_ONCE: Final = 500


def note(entries: Iterable[Entry]) -> None:
    """Keep the directions of documents whose texts have none yet; none, where no model works: the check
    notes them later.
    """
    # In one order: of two that note the same, neither holds what the other waits for.
    texts = _texts(sorted(entries, key=attrgetter("key")))
    known = dict(TextDirection.objects.filter(key__in=texts).values_list("key", "digest"))
    lacking = {key: text for key, text in texts.items() if known.get(key) != _digest(text)}
    try:
        made = [
            TextDirection(
                key=key, digest=_digest(text), steps=_steps(model.direction(text)), noted_at=timezone.now()
            )
            for key, text in lacking.items()
        ]
    except model.ModelAway:
        return
    TextDirection.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["key"], update_fields=["digest", "steps", "noted_at"]
    )


def forget(keys: Collection[str]) -> None:
    """Keep no directions of documents that are gone."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _FORGOTTEN_AT_ONCE):
        TextDirection.objects.filter(key__in=ordered[start : start + _FORGOTTEN_AT_ONCE]).delete()


def digests(entries: Iterable[Entry]) -> dict[str, str]:
    """Return for the keys of documents what tells two states of their texts apart."""
    return {key: _digest(text) for key, text in _texts(entries).items()}


def kept() -> dict[str, str]:
    """Return the digests of all texts whose directions are kept."""
    return dict(TextDirection.objects.order_by("pk").values_list("key", "digest").iterator())


class Table:
    """The directions of documents, each in a row; while some are put in, others are compared."""

    def __init__(self) -> None:
        import numpy as np

        self.begun_at = self.read_at = timezone.now()
        self.last = 0
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._rows: tuple[Any, Any] = np.zeros((0, model.SIZE), np.int8), np.zeros(0, np.float32)

    def put(self, found: Iterable[tuple[str, bytes | memoryview]]) -> None:
        """Put in what the rows of the database say; what can't be a direction is left out."""
        import numpy as np

        given = {key: steps for key, steps in found if len(steps) == model.SIZE}
        if not given:
            return
        new = [key for key in given if key not in self._places]
        self._places.update((key, place) for place, key in enumerate(new, len(self._keys)))
        steps, lengths = self._rows
        if len(self._places) > len(steps):
            room = len(self._places) + len(self._places) // _ROOM_SHARE
            steps, lengths = np.zeros((room, model.SIZE), np.int8), np.ones(room, np.float32)
            steps[: len(self._keys)], lengths[: len(self._keys)] = (
                rows[: len(self._keys)] for rows in self._rows
            )
        places = [self._places[key] for key in given]
        put_in = np.frombuffer(b"".join(given.values()), np.int8).reshape(-1, model.SIZE)
        steps[places] = put_in
        # One without any length lies near nothing.
        lengths[places] = np.maximum(np.linalg.norm(put_in.astype(np.float32), axis=1), 1.0)
        self._rows = steps, lengths
        # Last: who compares reads how many there are first.
        self._keys += new

    def near(self, wanted: Any, least: float, most: int, also: Collection[str]) -> dict[str, float]:
        """Return what lies near a direction; see `near` below."""
        import numpy as np

        count = len(self._keys)
        steps, lengths = self._rows
        if not count:
            return {}
        parts = [
            steps[start : min(start + _COMPARED_AT_ONCE, count)].astype(np.float32) @ wanted
            for start in range(0, count, _COMPARED_AT_ONCE)
        ]
        close = np.concatenate(parts) / lengths[:count]
        enough = np.flatnonzero(close >= least)
        places = enough[np.argsort(-close[enough], kind="stable")[:most]].tolist()
        places += [place for key in also if (place := self._places.get(key, count)) < count]
        return {self._keys[place]: float(close[place]) for place in places}


class Kept:
    """The directions that this process has read. One thread at a time reads what is new; meanwhile the others
    compare what there is.
    """

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._table: Table | None = None
        self._next: Table | None = None

    def table(self) -> Table | None:
        """Return what is kept now; None as long as not all has been read for the first time."""
        is_first = self._table is None
        if self._reading.acquire(blocking=is_first, timeout=READ_SECONDS if is_first else -1):
            try:
                self._read()
            finally:
                self._reading.release()
        return self._table

    def _read(self) -> None:
        now = timezone.now()
        if self._table is None or now - self._table.begun_at > _WHOLE_AFTER:
            self._read_all()
        if self._table is not None:
            new = TextDirection.objects.filter(noted_at__gte=self._table.read_at - _UNDER_WAY)
            self._table.put(new.order_by("noted_at", "pk").values_list("key", "steps"))
            self._table.read_at = now

    def _read_all(self) -> None:
        """Read all there are anew, as far as the time goes; the next question goes on from there."""
        until = monotonic() + READ_SECONDS
        table = self._next = self._next or Table()
        while True:
            rows = TextDirection.objects.filter(pk__gt=table.last).order_by("pk")
            found = list(rows.values_list("pk", "key", "steps")[:READ_AT_ONCE])
            table.put((key, steps) for _pk, key, steps in found)
            if len(found) < READ_AT_ONCE:
                self._table, self._next = table, None
                return
            table.last = found[-1][0]
            if monotonic() >= until:
                return


_kept = Kept()


def near(question: str, *, least: float, most: int, also: Collection[str] = ()) -> dict[str, float]:
    """Return the keys of the documents that lie near a question, the nearest first, each with how near: 1
    where both mean the same, about 0.3 where they have nothing in common. Of documents of whatever readers.
    None where there is no model that works, or the directions are still being read for the first time.

    Args:
        question: what was asked.
        least: how near at least.
        most: how many at most.
        also: of which documents it is wanted, too, however far they lie.
    """
    try:
        wanted = model.direction_of_question(question)
    except model.ModelAway:
        return {}
    table = _kept.table()
    return table.near(wanted, least, most, also) if table is not None else {}


def _texts(entries: Iterable[Entry]) -> dict[str, str]:
    """Return what the model reads of each document that questions may mean."""
    return {
        entry.key: f"{entry.title}。{entry.keywords} {entry.body[:_READ]}"
        for entry in entries
        if sources.sources()[entry.kind].has_meaning
    }


def _digest(text: str) -> str:
    return blake2s(f"{model.VERSION} {text}".encode(), digest_size=10).hexdigest()


def _steps(direction: Any) -> bytes:
    """Return a direction in whole steps, a byte each: near enough to compare, a quarter as large."""
    import numpy as np

    scaled: Any = np.rint(direction * (_STEPS / np.abs(direction).max()))
    return bytes(scaled.astype(np.int8).tobytes())
