"""The directions of all documents: kept in the database, compared in memory.

They are kept apart from the engines' indexes, so that both find the same, and an index that is built anew
needs none of them anew. What is near is only named by its key: whoever asks looks the keys up in the engine,
with the reader's permissions.
"""

import threading
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Any, Final

from django.utils import timezone

from search import sources
from search.documents import Entry
from search.meaning import model
from search.models import TextDirection

# What stands after it is not read by the model.
_READ: Final = model.LONGEST * 4
_STEPS: Final = 127
# Rows of a transaction that was under way at the last look carry an earlier time.
_UNDER_WAY: Final = timedelta(seconds=30)
# So often all are read anew, so that none stays which is gone.
_WHOLE_AFTER: Final = timedelta(hours=1)
_COMPARED_AT_ONCE: Final = 4096
_FORGOTTEN_AT_ONCE: Final = 500


def note(entries: Iterable[Entry]) -> None:
    """Keep the directions of documents whose texts have none yet."""
    texts = _texts(entries)
    known = dict(TextDirection.objects.filter(key__in=texts).values_list("key", "digest"))
    made = [
        TextDirection(
            key=key, digest=_digest(text), steps=_steps(model.direction(text)), noted_at=timezone.now()
        )
        for key, text in texts.items()
        if known.get(key) != _digest(text)
    ]
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
    """The directions that this process has read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun_at: datetime | None = None
        self._read_at: datetime | None = None
        self._places: dict[str, int] = {}
        self._steps: Any = None
        self._lengths: Any = None

    def near(self, question: str, least: float, most: int) -> dict[str, float]:
        import numpy as np

        with self._lock:
            self._read()
            keys, steps, lengths = list(self._places), self._steps, self._lengths
        if not keys:
            return {}
        wanted = model.direction_of_question(question)
        parts = [
            steps[start : start + _COMPARED_AT_ONCE].astype(np.float32) @ wanted
            for start in range(0, len(keys), _COMPARED_AT_ONCE)
        ]
        close = np.concatenate(parts) / lengths
        best = np.argsort(-close, kind="stable")[:most]
        return {keys[place]: float(close[place]) for place in best if close[place] >= least}

    def _read(self) -> None:
        """Read what was noted since the last time."""
        import numpy as np

        now = timezone.now()
        rows = TextDirection.objects.order_by("noted_at", "pk")
        if self._read_at is None or self._begun_at is None or now - self._begun_at > _WHOLE_AFTER:
            self._begun_at, self._places = now, {}
            self._steps = np.zeros((0, model.SIZE), dtype=np.int8)
        else:
            rows = rows.filter(noted_at__gte=self._read_at - _UNDER_WAY)
        found = list(rows.values_list("key", "steps"))
        self._read_at = now
        if not found:
            return
        for key, _of_key in found:
            self._places.setdefault(key, len(self._places))
        steps = np.zeros((len(self._places), model.SIZE), dtype=np.int8)
        steps[: len(self._steps)] = self._steps
        for key, of_key in found:
            steps[self._places[key]] = np.frombuffer(of_key, dtype=np.int8)
        self._steps = steps
        self._lengths = np.linalg.norm(steps.astype(np.float32), axis=1)


_kept = Kept()


def near(question: str, *, least: float, most: int = 300) -> dict[str, float]:
    """Return the keys of the documents that lie near a question, the nearest first, each with how near: 1
    where both mean the same, about 0.3 where they have nothing in common. Of documents of whatever readers.

    Args:
        question: what was asked.
        least: how near at least.
        most: how many at most.
    """
    return _kept.near(question, least, most)


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
