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
from typing import Final

from django.utils import timezone

from search import sources
from search.documents import Entry
from search.meaning import model, phrasebook
from search.meaning.table import Table
from search.models import TextDirection

# What stands after it is not read by the model.
_READ: Final = model.LONGEST * 4
# A question waits so long for them at most, and is answered by its words then.
READ_SECONDS: Final = 0.3
READ_AT_ONCE: Final = 4096
# Rows of a transaction that was under way at the last look carry an earlier time.
_UNDER_WAY: Final = timedelta(seconds=30)
# So often all are read anew, so that none stays which is gone.
_WHOLE_AFTER: Final = timedelta(hours=1)
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
                key=key,
                digest=_digest(text),
                steps=model.steps_of(model.direction(text)),
                noted_at=timezone.now(),
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
        wanted = phrasebook.direction_of_question(question)
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
