"""Content for measuring, of any size. An app registers what it can make in `AppConfig.ready()`.

The command `seed_load` offers each entry as an option; nothing of it is for people to read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from events.registry import Registry

BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes:
        number: how many there shall be in all of this seed; what is there already counts.
        seed: says which ones: the same seed makes the same content, and another seed makes others beside it.
        now: the present moment, from which dates are reckoned back.
    """

    number: int
    seed: int
    now: datetime

    @property
    def prefix(self) -> str:
        """What slugs, names and the like of this seed begin with."""
        return f"seed{self.seed}-"

    def random(self, kind: str, place: int) -> Random:
        """Return the source of chance for one thing, the same whatever was made before it."""
        return Random(f"{self.seed}/{kind}/{place}")  # noqa: S311 - content, no secret


@dataclass(frozen=True)
class Seed:
    """One kind of content.

    Attributes:
        what: what it makes, for the command's help, in English.
        make: makes what is missing, in bulk, and returns how many that were.
    """

    what: str
    make: Callable[[Wanted], int]


registry: Registry[Seed] = Registry("seeds for measuring")
