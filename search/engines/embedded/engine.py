"""The embedded engine: asks and writes."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from search import analysis
from search.engines.base import EngineAway, IndexMissing, Writing
from search.engines.embedded.match import RANK, clause_expression, conditions, expression
from search.engines.embedded.store import Store
from search.plans import COUNTED, FACETS, Answer, Ask, Clause, Hit, Order
from search.readings import sound_tokens

# Of a word that very many documents have, so many with it in the title are weighed, and so many of the
# newest.
_TITLES_WEIGHED: Final = 1200
_NEWEST_WEIGHED: Final = 300
_TITLES_OFFERED: Final = 300
# Not `OR REPLACE`: that begins a savepoint, at which FTS5 sorts and writes all that it holds in memory.
_INSERT: Final = (
    "INSERT INTO doc_{n} (id, key, version, is_gone, kind, area, department, year, date, starts,"
    " ends, areas, reach, readers, tree, digest) VALUES "
)
_DOC: Final = f"({', '.join('?' * 16)})"
_TEXT: Final = "(?, ?, ?, ?)"
_WORDS: Final = "(?, ?, ?, ?, ?, ?)"
# As many in one statement: while it runs, other threads do; between two, one that reckons holds them up.
_IN_ONE_STATEMENT: Final = 500
# A transaction of a build holds up other writers, for less than a second.
_WRITTEN_AT_ONCE: Final = 2000
_COLUMNS: Final = "(rowid, title, keywords, body, pinyin, initials)"

_KEPT: Final = "d.id, d.kind, d.area, d.department, d.year"

# score, id, kind, area, department, year
_Row = tuple[float, int, str, int, int, int]


class EmbeddedEngine:
    """FTS5 in the file of a `Store`."""

    name = "embedded"

    def __init__(self, file: Path) -> None:
        self.store = Store(file)

    # --- Asking ---

    def search(self, ask: Ask) -> Answer:
        """Answer a question; counts and facets are exact up to `COUNTED`."""
        with self.store.reading() as (connection, number):
            reading = _Reading(connection, number, ask)
            if ask.is_quick:
                rows, total, is_exact = reading.titled(_TITLES_OFFERED), 0, False
            else:
                rows, is_exact = reading.rows()
                total = len(rows) if is_exact else COUNTED
            facets = _facets(rows[:COUNTED]) if ask.facets else {}
            if reading.is_broad and ask.order is Order.BEST:
                rows = reading.likeliest(rows)
            chosen = _page(connection, number, rows, ask)
            return Answer(
                _hits(connection, number, chosen, whole=not ask.is_quick),
                total or len(chosen),
                is_exact,
                facets,
            )

    def counts(self, ask: Ask, clauses: Sequence[Clause]) -> tuple[list[int], int]:
        """Return how many documents have each of the clauses, up to `COUNTED`, and how many there are."""
        where, values = conditions(ask)
        with self.store.reading() as (connection, number):
            sql = (
                f"SELECT count(*) FROM (SELECT 1 FROM words_{number} JOIN doc_{number} d"
                f" ON d.id = words_{number}.rowid WHERE words_{number} MATCH ? AND {where} LIMIT ?)"
            )
            counted = [
                connection.execute(sql, [clause_expression(clause), *values, COUNTED]).fetchone()[0]
                for clause in clauses
            ]
            total = connection.execute(f"SELECT max(id) FROM doc_{number}").fetchone()[0] or 0
        return counted, total

    # --- Writing ---

    def write(self, writings: Iterable[Writing]) -> None:
        """Write into the generation that answers and the one that is being built."""
        made = [(writing, _words_of(writing)) for writing in writings]
        with self.store.writing() as connection:
            self.store.generation(connection)
            for number in self.store.generations(connection):
                for writing, words in made:
                    _put(connection, number, writing, words)

    def build(self, batches: Iterable[list[Writing]]) -> int:
        """Make a new generation while the old one answers; return how many documents it has."""
        with self.store.writing() as connection:
            number = self.store.begin_generation(connection)
        # One thread reads and cuts the next documents while the other writes.
        with ThreadPoolExecutor(1, "search-build") as writer:
            made: list[tuple[Writing, tuple[str, ...]]] = []
            written: Future[None] | None = None
            try:
                for batch in batches:
                    made += [(writing, _words_of(writing)) for writing in batch]
                    if len(made) >= _WRITTEN_AT_ONCE:
                        if written is not None:
                            written.result()
                        written = writer.submit(self._put_all, number, made)
                        made = []
                if written is not None:
                    written.result()
                writer.submit(self._put_all, number, made).result()
            finally:
                writer.submit(self.store.close)
        self.store.merge(number)
        with self.store.writing() as connection:
            self.store.switch_to(connection, number)
            count: int = connection.execute(
                f"SELECT count(*) FROM doc_{number} WHERE is_gone = 0"
            ).fetchone()[0]
        self.store.tidy()
        return count

    def _put_all(self, number: int, made: list[tuple[Writing, tuple[str, ...]]]) -> None:
        """Write documents into the generation that is being built, in one transaction."""
        with self.store.writing() as connection:
            if number not in self.store.generations(connection):
                raise EngineAway("Another build has taken the place of this one.")
            for start in range(0, len(made), _IN_ONE_STATEMENT):
                _put_new(connection, number, made[start : start + _IN_ONE_STATEMENT])

    def stored(self) -> Iterator[tuple[str, str]]:
        """Yield key and digest of each document."""
        with self.store.reading() as (connection, number):
            rows = connection.execute(
                f"SELECT key, digest FROM doc_{number} WHERE is_gone = 0 ORDER BY id"
            ).fetchall()
        yield from rows

    def is_ready(self) -> bool:
        """Return whether there is an index of the present analysis."""
        try:
            with self.store.reading():
                return True
        except IndexMissing:
            return False


class _Reading:
    """What one question reads of one generation."""

    def __init__(self, connection: sqlite3.Connection, number: int, ask: Ask) -> None:
        self.connection = connection
        self.number = number
        self.ask = ask
        self.is_broad = False
        self._where, self._values = conditions(ask)
        # What only makes a document fit better is of no account to what fits.
        self._fitting = replace(ask.plan, optional=())

    def rows(self) -> tuple[list[_Row], bool]:
        """Return what fits, of very many the newest, and whether that is all."""
        match = expression(self._fitting)
        if not match:
            sql = (
                f"SELECT COALESCE(d.date, 0), {_KEPT} FROM doc_{self.number} d WHERE {self._where}"
                " ORDER BY d.date DESC, d.id DESC LIMIT ?"
            )
            found = self.connection.execute(sql, [*self._values, COUNTED + 1]).fetchall()
            return found, len(found) <= COUNTED
        newest = self.ask.order is Order.NEWEST
        score = "COALESCE(d.date, 0)" if newest else "0.0"
        order = f"ORDER BY words_{self.number}.rowid DESC"
        found = self._found(f"SELECT {score}, {_KEPT}", match, order, COUNTED + 1)
        is_exact = len(found) <= COUNTED
        # Ranking costs more than finding: a word that is everywhere is not ranked.
        self.is_broad = not is_exact or self._is_everywhere(match)
        if not newest and not self.is_broad and found:
            scores = self._scores()
            found = [(scores.get(row[1], 0.0), *row[1:]) for row in found]
        return found, is_exact

    def _is_everywhere(self, match: str) -> bool:
        words = f"words_{self.number}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {words} WHERE {words} MATCH ? LIMIT ?)"
        counted: int = self.connection.execute(sql, [match, COUNTED + 1]).fetchone()[0]
        return counted > COUNTED

    def _scores(self) -> dict[int, float]:
        words = f"words_{self.number}"
        sql = f"SELECT rowid, -{RANK.format(table=words)} FROM {words} WHERE {words} MATCH ?"
        return dict(self.connection.execute(sql, [expression(self.ask.plan)]).fetchall())

    def titled(self, most: int = _TITLES_WEIGHED) -> list[_Row]:
        """Return the newest with the words in their titles; of a short title, the words are more."""
        match = expression(self._fitting, titles_only=True)
        select = f"SELECT 100.0 / (1 + length(t.title)), {_KEPT}"
        order = f"ORDER BY words_{self.number}.rowid DESC"
        return self._found(select, match, order, most) if match else []

    def likeliest(self, rows: list[_Row]) -> list[_Row]:
        """Return the likeliest of very many: those with the words in their titles, and the newest."""
        found = {row[1]: row for row in self.titled()}
        for row in rows[:_NEWEST_WEIGHED]:
            found.setdefault(row[1], row)
        return list(found.values())

    def _found(self, select: str, match: str, order: str, most: int) -> list[_Row]:
        words = f"words_{self.number}"
        titles = f"JOIN text_{self.number} t ON t.id = d.id" if "t.title" in select else ""
        sql = (
            f"{select} FROM {words} JOIN doc_{self.number} d ON d.id = {words}.rowid {titles}"
            f" WHERE {words} MATCH ? AND {self._where} {order} LIMIT ?"
        )
        return self.connection.execute(sql, [match, *self._values, most]).fetchall()


def _facets(rows: list[_Row]) -> dict[str, dict[int | str, int]]:
    """Count the rows by each facet; what has no value is not counted."""
    columns: list[list[int | str]] = [
        [row[2] for row in rows],
        [row[3] for row in rows],
        [row[4] for row in rows],
        [row[5] for row in rows],
    ]
    return {
        facet: {value: count for value, count in Counter(values).items() if value}
        for facet, values in zip(FACETS, columns, strict=True)
    }


def _page(
    connection: sqlite3.Connection, number: int, rows: list[_Row], ask: Ask
) -> list[tuple[float, int, str]]:
    """Return score, id and key of the rows of one page, the best first and of equals the one with the lower
    key.
    """
    ordered = sorted(rows, key=lambda row: (-row[0], row[1]))
    if ask.after is not None:
        score = ask.after[0]
        ordered = [row for row in ordered if row[0] <= score + 1e-9]
    # Keys decide between equals; a few more than wanted are looked up, so that they can.
    chosen = ordered[: ask.size * 2 + 20]
    if len(chosen) < len(ordered):
        last = chosen[-1][0]
        chosen += [row for row in ordered[len(chosen) : len(chosen) + 400] if row[0] == last]
    keys = _by_id(connection, f"SELECT id, key FROM doc_{number}", [row[1] for row in chosen])
    named = sorted(((row[0], row[1], keys[row[1]][0]) for row in chosen), key=lambda row: (-row[0], row[2]))
    if ask.after is not None:
        named = [row for row in named if (-row[0], row[2]) > (-ask.after[0], ask.after[1])]
    return named[: ask.size]


def _by_id(connection: sqlite3.Connection, select: str, ids: list[int]) -> dict[int, tuple[Any, ...]]:
    found = connection.execute(f"{select} WHERE id IN ({', '.join('?' * len(ids))})", ids)
    return {row[0]: row[1:] for row in found}


def _hits(
    connection: sqlite3.Connection, number: int, chosen: list[tuple[float, int, str]], *, whole: bool
) -> tuple[Hit, ...]:
    ids = [row[1] for row in chosen]
    body = "body" if whole else "''"
    texts = _by_id(connection, f"SELECT id, title, keywords, {body} FROM text_{number}", ids)
    docs = _by_id(connection, f"SELECT id, areas, reach, date, ends FROM doc_{number}", ids)
    return tuple(
        Hit(
            key=key,
            score=score,
            title=texts[pk][0],
            keywords=texts[pk][1],
            body=texts[pk][2],
            areas=_keys(docs[pk][0]),
            reach=_keys(docs[pk][1]),
            date=_moment(docs[pk][2]),
            ends=_moment(docs[pk][3]),
        )
        for score, pk, key in chosen
    )


def _keys(listed: str | None) -> tuple[int, ...]:
    return tuple(int(key) for key in (listed or "").split(",") if key)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _words_of(writing: Writing) -> tuple[str, ...]:
    """Return what the columns of `words` hold of an entry."""
    if writing.entry is None:
        return ()
    return words_of(writing.entry.title, writing.entry.keywords, writing.entry.body)


def words_of(title: str, keywords: str, body: str) -> tuple[str, ...]:
    """Return the tokens of title, keywords, body, pinyin and initials."""
    return (
        *map(analysis.index_tokens, (title, keywords, body)),
        *sound_tokens(analysis.fold(title), analysis.fold(keywords)),
    )


def _put(connection: sqlite3.Connection, number: int, writing: Writing, words: tuple[str, ...]) -> None:
    """Write one document, unless what is there is newer."""
    held = connection.execute(
        f"SELECT d.id, d.version, t.title, t.keywords, t.body FROM doc_{number} d"
        f" LEFT JOIN text_{number} t ON t.id = d.id WHERE d.key = ?",
        [writing.key],
    ).fetchone()
    if held is not None:
        if held[1] > writing.version:
            return
        if held[2] is not None:
            # An index without content wants to be told what it has of a row that goes.
            connection.execute(
                f"INSERT INTO words_{number}(words_{number}, {_COLUMNS[1:]}"
                " VALUES ('delete', ?, ?, ?, ?, ?, ?)",
                [held[0], *words_of(held[2], held[3], held[4])],
            )
            connection.execute(f"DELETE FROM text_{number} WHERE id = ?", [held[0]])
        connection.execute(f"DELETE FROM doc_{number} WHERE id = ?", [held[0]])
    entry = writing.entry
    if entry is None:
        gone = [held[0] if held else None, writing.key, writing.version, 1, *[None] * 12]
        connection.execute(_INSERT.format(n=number) + _DOC, gone)
        return
    row = [held[0] if held else None, entry.key, writing.version, 0, entry.kind, *_meta(entry)]
    pk = connection.execute(_INSERT.format(n=number) + _DOC, row).lastrowid
    connection.execute(
        f"INSERT INTO text_{number} VALUES {_TEXT}", [pk, entry.title, entry.keywords, entry.body]
    )
    connection.execute(f"INSERT INTO words_{number}{_COLUMNS} VALUES {_WORDS}", [pk, *words])


def _put_new(
    connection: sqlite3.Connection, number: int, made: list[tuple[Writing, tuple[str, ...]]]
) -> None:
    """Write documents, most of which are not there yet, with one statement a table."""
    keys = [writing.key for writing, _words in made]
    found = connection.execute(
        f"SELECT key FROM doc_{number} WHERE key IN ({', '.join('?' * len(keys))})", keys
    )
    singly = {key for (key,) in found} | {key for key, count in Counter(keys).items() if count > 1}
    last: int = connection.execute(f"SELECT max(id) FROM doc_{number}").fetchone()[0] or 0
    docs: list[object] = []
    texts: list[object] = []
    tokens: list[object] = []
    count = 0
    for writing, words in made:
        entry = writing.entry
        if entry is None or writing.key in singly:
            continue
        count += 1
        docs += [last + count, entry.key, writing.version, 0, entry.kind, *_meta(entry)]
        texts += [last + count, entry.title, entry.keywords, entry.body]
        tokens += [last + count, *words]
    if count:
        for insert, row, values in (
            (_INSERT.format(n=number), _DOC, docs),
            (f"INSERT INTO text_{number} VALUES ", _TEXT, texts),
            (f"INSERT INTO words_{number}{_COLUMNS} VALUES ", _WORDS, tokens),
        ):
            connection.execute(insert + ", ".join([row] * count), values)
    for writing, words in made:
        if writing.entry is None or writing.key in singly:
            _put(connection, number, writing, words)


def _meta(entry: Any) -> list[object]:
    def listed(keys: tuple[object, ...]) -> str | None:
        return f",{','.join(map(str, keys))}," if keys else None

    def seconds(moment: datetime | None) -> int | None:
        return None if moment is None else int(moment.timestamp())

    return [
        entry.areas[-1] if entry.areas else 0,
        entry.department,
        entry.year,
        seconds(entry.date),
        seconds(entry.starts),
        seconds(entry.ends),
        listed(entry.areas),
        listed(entry.reach),
        listed(entry.readers),
        listed(entry.tree),
        entry.digest(),
    ]
