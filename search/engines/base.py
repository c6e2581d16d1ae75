"""What an engine can do. Two do it: `embedded` and `elastic`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.documents import Entry
from search.plans import Answer, Ask, Clause


class EngineAway(Exception):  # noqa: N818 - a state, which is told as one
    """The engine does not answer, answers too late, or refuses."""


class IndexMissing(EngineAway):
    """The engine answers and has no index, or one that was made by another analysis."""


class Refused(EngineAway):
    """The engine takes writings, but not this one; it has to be looked at."""


@dataclass(frozen=True)
class Writing:
    """One document to write or, without an entry, to take out.

    Attributes:
        key: of the document.
        version: when its state was read; an index keeps the newest, however late an older one arrives.
        entry: its state, None where it is not to be found any more.
    """

    key: str
    version: int
    entry: Entry | None


class Engine(Protocol):
    """An index, and what it is asked. Every method raises `EngineAway` where the engine fails."""

    name: str

    def search(self, ask: Ask) -> Answer:
        """Answer a question."""

    def has(self, ask: Ask, clauses: Sequence[Clause]) -> list[bool]:
        """Return for each of the clauses whether a document that passes the filters of `ask` has it."""

    def write(self, writings: Iterable[Writing]) -> None:
        """Write documents into the index, and into the one that is being built."""

    def build(self, batches: Iterable[list[Writing]]) -> int:
        """Make a new index of all documents while the old one answers; return how many it has."""

    def stored(self) -> Iterator[tuple[str, str]]:
        """Yield key and digest of each document of the index."""

    def is_ready(self) -> bool:
        """Return whether there is an index of the present analysis."""
