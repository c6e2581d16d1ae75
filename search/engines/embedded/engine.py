"""The embedded engine: asks and writes."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from search.engines.base import EngineAway, IndexMissing, Writing
from search.engines.embedded.reading import Reading
from search.engines.embedded.store import Store
from search.engines.embedded.writing import Tokens, put, put_new, tokens_of
from search.plans import Answer, Ask, Clause

# A transaction of a build holds up other writers, for less than a second. It is one statement a table: while
# it runs, other threads do, and at each one FTS5 writes what it holds in memory, as a part to be merged.
_WRITTEN_AT_ONCE: Final = 2000
# So many more are made before it is their turn.
_MADE_BEFORE: Final = 1


class EmbeddedEngine:
    """FTS5 in the file of a `Store`."""

    name = "embedded"

    def __init__(self, file: Path) -> None:
        self.store = Store(file)

    # --- Asking ---

    def search(self, ask: Ask) -> Answer:
        """Answer a question; counts and facets are exact up to `COUNTED`."""
        with self.store.reading() as (connection, number):
            return Reading(connection, number, ask).answer()

    def has(self, ask: Ask, clauses: Sequence[Clause]) -> list[bool]:
        """Return for each of the clauses whether a document has it."""
        with self.store.reading() as (connection, number):
            reading = Reading(connection, number, ask)
            return [reading.count(clause, 1) > 0 for clause in clauses]

    # --- Writing ---

    def write(self, writings: Iterable[Writing]) -> None:
        """Write into the generation that answers and the one that is being built."""
        made = [(writing, _tokens_of(writing)) for writing in writings]
        with self.store.writing() as connection:
            self.store.generation(connection)
            for number in self.store.generations(connection):
                for writing, tokens in made:
                    put(connection, number, writing, tokens)

    def build(self, batches: Iterable[list[Writing]]) -> int:
        """Make a new generation while the old one answers; return how many documents it has."""
        with self.store.writing() as connection:
            number = self.store.begin_generation(connection)
        # One thread reads and cuts the next documents while the other writes.
        with ThreadPoolExecutor(1, "search-build") as writer:
            made: list[tuple[Writing, Tokens | None]] = []
            sent: deque[Future[None]] = deque()
            try:
                for batch in batches:
                    made += [(writing, _tokens_of(writing)) for writing in batch]
                    while len(made) >= _WRITTEN_AT_ONCE:
                        if len(sent) > _MADE_BEFORE:
                            sent.popleft().result()
                        sent.append(writer.submit(self._put_all, number, made[:_WRITTEN_AT_ONCE]))
                        made = made[_WRITTEN_AT_ONCE:]
                sent.append(writer.submit(self._put_all, number, made))
                for last in sent:
                    last.result()
            finally:
                writer.submit(self.store.close)
        self.store.merge(number)
        with self.store.writing() as connection:
            self.store.switch_to(connection, number)
            ((count,),) = connection.execute(f"SELECT count(*) FROM doc_{number} WHERE is_gone = 0")
        self.store.tidy()
        return int(str(count))

    def _put_all(self, number: int, made: list[tuple[Writing, Tokens | None]]) -> None:
        """Write documents into the generation that is being built, in one transaction."""
        with self.store.writing() as connection:
            if number not in self.store.generations(connection):
                raise EngineAway("Another build has taken the place of this one.")
            put_new(connection, number, made)

    def stored(self) -> Iterator[tuple[str, str]]:
        """Yield key and digest of each document."""
        with self.store.reading() as (connection, number):
            rows = connection.execute(f"SELECT key, digest FROM doc_{number} WHERE is_gone = 0 ORDER BY id")
            found = [(str(key), str(digest)) for key, digest in rows]
        yield from found

    def is_ready(self) -> bool:
        """Return whether there is an index of the present analysis."""
        try:
            with self.store.reading():
                return True
        except IndexMissing:
            return False


def _tokens_of(writing: Writing) -> Tokens | None:
    entry = writing.entry
    return None if entry is None else tokens_of(entry.title, entry.keywords, entry.body)
