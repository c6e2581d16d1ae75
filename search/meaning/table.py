"""Many directions, compared at once."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.utils import timezone

from search.meaning import model

# So much of a table is room for what comes: it is copied as seldom.
_ROOM_SHARE: Final = 8
# Small enough for a processor to have at hand.
_COMPARED_AT_ONCE: Final = 256


class Table:
    """Directions, each in a row under its key; while some are put in, others are compared."""

    def __init__(self) -> None:
        import numpy as np

        self.begun_at = self.read_at = timezone.now()
        self.last = 0
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._rows: tuple[Any, Any] = np.zeros((0, model.SIZE), np.int8), np.zeros(0, np.float32)

    def put(self, found: Iterable[tuple[str, bytes | memoryview]]) -> None:
        """Put in directions in whole steps, by their keys; what can't be one is left out."""
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
        """Return the keys of what lies near a direction, the nearest first, each with how near.

        Args:
            wanted: a direction: `model.SIZE` numbers, float32.
            least: how near at least.
            most: how many at most.
            also: keys of which it is wanted, too, however far they lie.
        """
        import numpy as np

        count = len(self._keys)
        steps, lengths = self._rows
        if not count:
            return {}
        # Into the same memory again and again: to be given new memory costs more than to compare.
        close = np.empty(count, np.float32)
        some = np.empty((min(count, _COMPARED_AT_ONCE), model.SIZE), np.float32)
        for start in range(0, count, _COMPARED_AT_ONCE):
            end = min(start + _COMPARED_AT_ONCE, count)
            np.copyto(some[: end - start], steps[start:end])
            np.dot(some[: end - start], wanted, out=close[start:end])
        close /= lengths[:count]
        enough = np.flatnonzero(close >= least)
        places = enough[np.argsort(-close[enough], kind="stable")[:most]].tolist()
        places += [place for key in also if (place := self._places.get(key, count)) < count]
        return {self._keys[place]: float(close[place]) for place in places}
