"""What one question reads of one generation."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import apsw

from search.engines.embedded.match import RANK, conditions, expression, scored, sought
from search.engines.embedded.writing import text_of
from search.plans import COUNTED, FACETS, Answer, Ask, Clause, Hit, Order, Plan

# Of a word that very many documents have, so many with it in the title are weighed, and so many of the
# newest.
_TITLES_WEIGHED: Final = 1200
_NEWEST_WEIGHED: Final = 300
_TITLES_OFFERED: Final = 300
# So many more are looked at than are wanted: most readers may see most of it.
_MORE: Final = 500

_KEPT: Final = "d.id, d.kind, d.area, d.department, d.year"

# score, id, kind, area, department, year
_Row = tuple[float, int, str, int, int, int]


class Reading:
    """What one question reads of one generation."""

    def __init__(self, connection: apsw.Connection, number: int, ask: Ask) -> None:
        self.connection = connection
        self.number = number
        self.ask = ask
        self._is_broad = False
        self._where, self._values = conditions(ask)
        # What only makes a document fit better is of no account to what fits.
        self._fitting = replace(ask.plan, optional=())

    def answer(self) -> Answer:
        """Return the answer; counts and facets are exact up to `COUNTED`."""
        ask = self.ask
        if ask.is_quick:
            rows, total, is_exact = self._titled(_TITLES_OFFERED), 0, False
        else:
            rows, is_exact = self._rows()
            total = len(rows) if is_exact else COUNTED
        facets = _facets(rows[:COUNTED]) if ask.facets else {}
        if self._is_broad and ask.order is Order.BEST:
            rows = self._likeliest(rows)
        chosen = _page(self.connection, self.number, rows, ask)
        hits = _hits(self.connection, self.number, chosen, whole=not ask.is_quick)
        return Answer(hits, total or len(hits), is_exact, facets)

    def count(self, clause: Clause, most: int) -> int:
        """Return how many documents that pass the filters have a clause, up to `most`."""
        return len(self._found("1", sought(Plan(required=(clause,), minimum=1)), most))

    def _rows_of(self, sql: str, values: list[Any]) -> list[Any]:
        return self.connection.execute(sql, values).fetchall()

    def _rows(self) -> tuple[list[_Row], bool]:
        """Return what fits, of very many the newest, and whether that is all."""
        asked = sought(self._fitting)
        if not asked:
            sql = (
                f"SELECT COALESCE(d.date, 0), {_KEPT} FROM doc_{self.number} d WHERE {self._where}"
                " ORDER BY d.date DESC, d.id DESC LIMIT ?"
            )
            found = self._rows_of(sql, [*self._values, COUNTED + 1])
            return found, len(found) <= COUNTED
        newest = self.ask.order is Order.NEWEST
        select = f"{'COALESCE(d.date, 0)' if newest else '0.0'}, {_KEPT}"
        newest_of_all, looked_at = self._looked_at(select, asked, COUNTED + 1)
        found = self._found(select, asked, COUNTED + 1) if newest_of_all is None else newest_of_all
        is_exact = len(found) <= COUNTED
        # Ranking costs more than finding: a word that is everywhere is not ranked.
        self._is_broad = looked_at > COUNTED
        if not newest and not self._is_broad and found:
            scores = self._scores()
            found = [(scores.get(row[1], 0.0), *row[1:]) for row in found]
        return found, is_exact

    def _scores(self) -> dict[int, float]:
        words = f"words_{self.number}"
        sql = f"SELECT rowid, -{RANK.format(table=words)} FROM {words} WHERE {words} MATCH ?"
        match = expression(scored(self.ask.plan, self._is_common))
        return dict(self._rows_of(sql, [match]))

    def _is_common(self, character: str) -> bool:
        """Return whether very many documents have a character."""
        table = f"characters_{self.number}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
        ((counted,),) = self._rows_of(sql, [f'"{character}"', COUNTED + 1])
        return bool(counted > COUNTED)

    def _titled(self, most: int = _TITLES_WEIGHED) -> list[_Row]:
        """Return the newest with the words in their titles; of a short title, the words are more."""
        asked = sought(self._fitting, titles_only=True)
        return self._found(f"100.0 / (1 + length(t.title)), {_KEPT}", asked, most) if asked else []

    def _likeliest(self, rows: list[_Row]) -> list[_Row]:
        """Return the likeliest of very many: those with the words in their titles, and the newest."""
        found = {row[1]: row for row in self._titled()}
        for row in rows[:_NEWEST_WEIGHED]:
            found.setdefault(row[1], row)
        return list(found.values())

    def _found(self, select: str, asked: list[tuple[str, str]], most: int) -> list[Any]:
        """Return the newest that pass the filters, so many at most."""
        if len(asked) > 1:
            found, _looked_at = self._looked_at(select, asked, most)
            if found is not None:
                return found
        source, key, where, values = self._source(asked, -1)
        sql = (
            f"{self._select(select, source, key)} WHERE {where} AND {self._where} ORDER BY {key} DESC LIMIT ?"
        )
        return self._rows_of(sql, [*values, *self._values, most])

    def _looked_at(
        self, select: str, asked: list[tuple[str, str]], most: int
    ) -> tuple[list[Any] | None, int]:
        """Return the newest that pass the filters, so many at most, and how many were looked at, by whoever
        asks. None where not enough was looked at.
        """
        enough = most + _MORE
        source, key, where, values = self._source(asked, enough)
        sql = self._select(f"{self._where}, {select}", source, key)
        rows = self._rows_of(
            f"{sql} WHERE {where} ORDER BY {key} DESC LIMIT ?", [*self._values, *values, enough]
        )
        found = [row[1:] for row in rows if row[0]]
        is_enough = len(found) >= most or len(rows) < enough
        return found[:most] if is_enough else None, len(rows)

    def _source(self, asked: list[tuple[str, str]], most: int) -> tuple[str, str, str, list[object]]:
        """Return what is read where the tables are asked: what stands behind FROM, the name of the id, the
        condition, and its values; of several tables so many of each, -1 for all.
        """
        tables = [f"{name}_{self.number}" for name, _match in asked]
        values: list[object] = [match for _name, match in asked]
        if len(tables) == 1:
            return tables[0], f"{tables[0]}.rowid", f"{tables[0]} MATCH ?", values
        each = " UNION ".join(
            f"SELECT id FROM (SELECT rowid AS id FROM {table} WHERE {table} MATCH ?"
            f" ORDER BY rowid DESC LIMIT {most})"
            for table in tables
        )
        return f"({each}) f", "f.id", "1", values

    def _select(self, select: str, source: str, key: str) -> str:
        titles = f"JOIN text_{self.number} t ON t.id = d.id" if "t.title" in select else ""
        return f"SELECT {select} FROM {source} JOIN doc_{self.number} d ON d.id = {key} {titles}"


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
    connection: apsw.Connection, number: int, rows: list[_Row], ask: Ask
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


def _by_id(connection: apsw.Connection, select: str, ids: list[int]) -> dict[int, tuple[Any, ...]]:
    found = connection.execute(f"{select} WHERE id IN ({', '.join('?' * len(ids))})", ids)
    return {row[0]: row[1:] for row in found}


def _hits(
    connection: apsw.Connection, number: int, chosen: list[tuple[float, int, str]], *, whole: bool
) -> tuple[Hit, ...]:
    ids = [row[1] for row in chosen]
    body = "body" if whole else "x''"
    texts = _by_id(connection, f"SELECT id, title, keywords, {body} FROM text_{number}", ids)
    docs = _by_id(connection, f"SELECT id, areas, reach, date, ends FROM doc_{number}", ids)
    return tuple(
        Hit(
            key=key,
            score=score,
            title=texts[pk][0],
            keywords=texts[pk][1],
            body=text_of(texts[pk][2]),
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
