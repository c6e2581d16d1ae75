"""The embedded engine: asks and writes."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from search import analysis
from search.engines.base import EngineAway, IndexMissing, Writing
from search.engines.embedded.match import RANK, clause_expression, conditions, expression
from search.engines.embedded.store import Store
from search.plans import COUNTED, FACETS, Answer, Ask, Clause, Hit, Order
from search.readings import initials_tokens, pinyin_tokens

# Of a word that very many documents have, so many with it in the title are weighed, and so many of the
# newest.
_TITLES_WEIGHED: Final = 1200
_NEWEST_WEIGHED: Final = 300
_INSERT: Final = (
    "INSERT OR REPLACE INTO doc_{n} (id, key, version, is_gone, kind, area, department, year, date, starts,"
    " ends, areas, reach, readers, tree, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# A transaction of a build holds up other writers, for less than a second.
_WRITTEN_AT_ONCE: Final = 2000
_COLUMNS: Final = "(rowid, title, keywords, body, pinyin, initials)"

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
            match = expression(ask.plan)
            where, values = conditions(ask)
            rows, is_exact = self._rows(connection, number, ask, match, where, values)
            total = len(rows) if is_exact else COUNTED
            facets = _facets(rows[:COUNTED]) if ask.facets else {}
            if not is_exact and ask.order is Order.BEST:
                rows = self._weighed(connection, number, ask, where, values)
            chosen = _page(connection, number, rows, ask)
            return Answer(_hits(connection, number, chosen), total, is_exact, facets)

    def _rows(
        self,
        connection: sqlite3.Connection,
        number: int,
        ask: Ask,
        match: str,
        where: str,
        values: list[object],
    ) -> tuple[list[_Row], bool]:
        """Return what fits, of very many the first, and whether that is all."""
        if ask.order is Order.NEWEST or not match:
            score = "COALESCE(d.date, 0)"
        else:
            score = f"-{RANK.format(table=f'words_{number}')}"
        columns = "d.id, d.kind, d.area, d.department, d.year"
        if not match:
            newest = "ORDER BY d.date DESC, d.id DESC LIMIT ?"
            sql = f"SELECT {score}, {columns} FROM doc_{number} d WHERE {where} {newest}"
            found = connection.execute(sql, [*values, COUNTED + 1]).fetchall()
            return found, len(found) <= COUNTED
        source = (
            f"words_{number} JOIN doc_{number} d ON d.id = words_{number}.rowid WHERE words_{number} MATCH ?"
        )
        # Ranking costs more than finding: a word that is everywhere is not ranked here.
        counted = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM words_{number} WHERE words_{number} MATCH ? LIMIT ?)",
            [match, COUNTED + 1],
        ).fetchone()[0]
        if counted > COUNTED and ask.order is Order.BEST:
            score = "0.0"
        order = f"ORDER BY words_{number}.rowid DESC" if counted > COUNTED else ""
        sql = f"SELECT {score}, {columns} FROM {source} AND {where} {order} LIMIT ?"
        found = connection.execute(sql, [match, *values, COUNTED + 1]).fetchall()
        return found, len(found) <= COUNTED

    def _weighed(
        self, connection: sqlite3.Connection, number: int, ask: Ask, where: str, values: list[object]
    ) -> list[_Row]:
        """Return the likeliest of very many: those with the words in their titles, and the newest."""
        rank = f"-{RANK.format(table=f'words_{number}')}"
        source = (
            f"words_{number} JOIN doc_{number} d ON d.id = words_{number}.rowid WHERE words_{number} MATCH ?"
        )
        found: dict[int, _Row] = {}
        for match, most in (
            (expression(ask.plan, titles_only=True), _TITLES_WEIGHED),
            (expression(ask.plan), _NEWEST_WEIGHED),
        ):
            sql = (
                f"SELECT {rank}, d.id, d.kind, d.area, d.department, d.year FROM {source} AND {where}"
                f" ORDER BY words_{number}.rowid DESC LIMIT ?"
            )
            for row in connection.execute(sql, [match, *values, most]):
                found.setdefault(row[1], row)
        return list(found.values())

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
        made: list[tuple[Writing, tuple[str, ...]]] = []
        for batch in batches:
            made += [(writing, _words_of(writing)) for writing in batch]
            if len(made) >= _WRITTEN_AT_ONCE:
                self._put_all(number, made)
                made = []
        self._put_all(number, made)
        with self.store.writing() as connection:
            connection.execute(f"INSERT INTO words_{number}(words_{number}) VALUES ('optimize')")
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
            for writing, words in made:
                _put(connection, number, writing, words)

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
    connection: sqlite3.Connection, number: int, chosen: list[tuple[float, int, str]]
) -> tuple[Hit, ...]:
    ids = [row[1] for row in chosen]
    texts = _by_id(connection, f"SELECT id, title, keywords, body FROM text_{number}", ids)
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
    title, keywords, body = (analysis.fold(text) for text in (title, keywords, body))
    return (
        analysis.index_tokens(title),
        analysis.index_tokens(keywords),
        analysis.index_tokens(body),
        pinyin_tokens(f"{title} {keywords}"),
        initials_tokens(title, *keywords.split()),
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
    entry = writing.entry
    if entry is None:
        gone = [held[0] if held else None, writing.key, writing.version, 1, *[None] * 12]
        connection.execute(_INSERT.format(n=number), gone)
        return
    row = [held[0] if held else None, entry.key, writing.version, 0, entry.kind, *_meta(entry)]
    pk = connection.execute(_INSERT.format(n=number), row).lastrowid
    connection.execute(
        f"INSERT INTO text_{number} VALUES (?, ?, ?, ?)", [pk, entry.title, entry.keywords, entry.body]
    )
    connection.execute(f"INSERT INTO words_{number}{_COLUMNS} VALUES (?, ?, ?, ?, ?, ?)", [pk, *words])


def _meta(entry: Any) -> list[object]:
    def listed(keys: tuple[object, ...]) -> str | None:
        return f",{','.join(map(str, keys))}," if keys else None

    def seconds(moment: datetime | None) -> int | None:
        return None if moment is None else int(moment.timestamp())

    return [
        entry.areas[-1] if entry.areas else 0,
        entry.department,
        timezone.localtime(entry.date).year if entry.date else 0,
        seconds(entry.date),
        seconds(entry.starts),
        seconds(entry.ends),
        listed(entry.areas),
        listed(entry.reach),
        listed(entry.readers),
        listed(entry.tree),
        entry.digest(),
    ]
