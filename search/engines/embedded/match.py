"""What FTS5 is asked: the expression of a plan, and the conditions of its filters."""

from itertools import combinations
from math import comb
from typing import Final

from search.plans import Ask, Clause, Plan, Term, Where

_COLUMNS: Final = {
    Where.TEXT: "{title keywords body}",
    Where.TITLE: "{title keywords}",
    Where.PINYIN: "pinyin",
    Where.INITIALS: "initials",
}
# Weights of the columns title, keywords, body, pinyin and initials.
RANK: Final = "bm25({table}, 10.0, 7.0, 1.0, 3.0, 3.0)"
# FTS5 has no “so many of these”: each choice is spelt out, so many at most.
_MOST_CHOICES: Final = 300


def expression(plan: Plan, *, titles_only: bool = False) -> str:
    """Return the FTS5 expression of a plan, "" for one that asks for no word.

    With optional clauses it is for ranking alone: it finds a little more than fits.

    Args:
        plan: what to look for.
        titles_only: in titles and keywords alone.
    """
    required = [_clause(clause, titles_only=titles_only) for clause in plan.required]
    if not required:
        return ""
    if plan.minimum >= len(required):
        found = " AND ".join(required)
    else:
        least = max(plan.minimum, 1)
        while comb(len(required), least) > _MOST_CHOICES:
            required.pop()
        chosen = combinations(required, least)
        found = " OR ".join(f"({' AND '.join(group)})" for group in chosen)
    if plan.optional:
        # FTS5 ranks by every phrase of the expression that occurs, so this only lifts what has more of them.
        # It looks each phrase up in the whole index, as often as it is written: one clause is enough.
        better = " OR ".join(_clause(clause) for clause in plan.optional)
        plainest = min(required, key=len) if plan.minimum >= len(required) else f"({found})"
        found = f"({found}) OR ({plainest} AND ({better}))"
    for clause in plan.without:
        found = f"({found}) NOT {_clause(clause)}"
    return found


def clause_expression(clause: Clause) -> str:
    """Return the FTS5 expression of one clause."""
    return _clause(clause)


def _clause(clause: Clause, *, titles_only: bool = False) -> str:
    return f"({' OR '.join(_term(term, titles_only=titles_only) for term in clause.terms)})"


def _term(term: Term, *, titles_only: bool) -> str:
    if term.where is Where.SCATTERED:
        found = " AND ".join(f'"{token}" *' for token in term.phrase.tokens)
        return f"({_COLUMNS[Where.TITLE]}: ({found}))"
    where = Where.TITLE if titles_only and term.where is Where.TEXT else term.where
    # Tokens are letters, digits and Chinese only: nothing in them ends the quotes.
    quoted = " ".join(term.phrase.tokens)
    return f'{_COLUMNS[where]}: "{quoted}"{" *" if term.phrase.is_prefix else ""}'


def conditions(ask: Ask) -> tuple[str, list[object]]:
    """Return the SQL conditions on `doc` that `ask` sets, and their values."""
    moment = int(ask.now.timestamp())
    parts = ["d.is_gone = 0", "(d.starts IS NULL OR d.starts <= ?)"]
    values: list[object] = [moment]

    def holds(column: str, keys: list[str]) -> str:
        values.extend(f",{key}," for key in keys)
        return "(" + " OR ".join([f"instr({column}, ?)"] * len(keys)) + ")"

    readers = sorted(ask.readers)
    parts.append(f"(d.readers IS NULL OR {holds('d.readers', readers)})" if readers else "d.readers IS NULL")
    if ask.kinds:
        parts.append(f"d.kind IN ({', '.join('?' * len(ask.kinds))})")
        values.extend(sorted(ask.kinds))
    if ask.area:
        parts.append(holds("d.areas", [str(ask.area)]))
    if ask.below:
        parts.append(holds("d.tree", [str(ask.below)]))
    if ask.near:
        inside = holds("d.areas", [str(ask.near[-1])])
        parts.append(f"({inside} OR {holds('d.reach', [str(key) for key in ask.near])})")
    if ask.only:
        parts.append(f"d.key IN ({', '.join('?' * len(ask.only))})")
        values.extend(sorted(ask.only))
    for column, value in (("department", ask.department), ("year", ask.year)):
        if value:
            parts.append(f"d.{column} = ?")
            values.append(value)
    if ask.since:
        parts.append("d.date >= ?")
        values.append(int(ask.since.timestamp()))
    if ask.until:
        parts.append("d.date < ?")
        values.append(int(ask.until.timestamp()))
    if ask.excluded.tree:
        parts.append("NOT " + holds("d.tree", [str(key) for key in sorted(ask.excluded.tree)]))
    if ask.excluded.areas:
        parts.append("NOT " + holds("d.areas", [str(key) for key in sorted(ask.excluded.areas)]))
    if ask.excluded.keys:
        parts.append(f"d.key NOT IN ({', '.join('?' * len(ask.excluded.keys))})")
        values.extend(sorted(ask.excluded.keys))
    return " AND ".join(parts), values
