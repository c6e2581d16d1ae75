"""What FTS5 is asked: the tables and expressions of a plan, and the conditions of its filters."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import comb
from typing import Final

from search.analysis import Phrase, is_han
from search.plans import Ask, Clause, Plan, Term, Where

_COLUMNS: Final = {
    Where.TEXT: "{title keywords body}",
    Where.TITLE: "{title keywords}",
    Where.PINYIN: "pinyin",
    Where.INITIALS: "initials",
}
# Weights of the columns title, keywords, body, pinyin and initials.
RANK: Final = "bm25({table}, 10.0, 7.0, 1.0, 3.0, 3.0)"
# Before each character of a title or keyword in the table of characters, where it stands alone as well.
IN_TITLE: Final = "t"
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


def sought(plan: Plan, *, titles_only: bool = False) -> list[tuple[str, str]]:
    """Return the tables that are asked for what fits a plan, each with its expression: what one of them finds
    fits. None for a plan that asks for no word.

    A character that stands alone is asked of the table of characters, since in the index of words it begins
    hundreds of pairs, all of which FTS5 merges before it has a first row. Where it is but a part of what is
    asked for, the words answer it.
    """
    required = plan.required
    if required and not plan.without and plan.minimum >= len(required):
        alone = [[term for term in clause.terms if _is_character(term)] for clause in required]
        if all(len(terms) == len(clause.terms) for terms, clause in zip(alone, required, strict=True)):
            return [("characters", " AND ".join(_characters(terms, titles_only) for terms in alone))]
        if len(required) == 1 and alone[0]:
            others = tuple(term for term in required[0].terms if not _is_character(term))
            return [
                ("characters", _characters(alone[0], titles_only)),
                ("words", _clause(Clause(others), titles_only=titles_only)),
            ]
    match = expression(plan, titles_only=titles_only)
    return [("words", match)] if match else []


def _is_character(term: Term) -> bool:
    return len(term.phrase.tokens) == 1 and _ends_in_character(term)


def _ends_in_character(term: Term) -> bool:
    """Return whether the last thing of a term is a Chinese character that any other may follow."""
    last = term.phrase.tokens[-1]
    return (
        term.where in (Where.TEXT, Where.TITLE) and term.phrase.is_prefix and len(last) == 1 and is_han(last)
    )


def _characters(terms: list[Term], titles_only: bool) -> str:
    marks = [IN_TITLE if titles_only or term.where is Where.TITLE else "" for term in terms]
    each = [f'"{mark}{term.phrase.tokens[0]}"' for mark, term in zip(marks, terms, strict=True)]
    return f"({' OR '.join(each)})"


def scored(plan: Plan, is_common: Callable[[str], bool]) -> Plan:
    """Return the plan by which what fits is ranked; it finds that, and perhaps more.

    To rank, FTS5 counts every phrase in the whole index. A character that is everywhere says next to nothing
    there and costs the most, so that a phrase is counted without it.

    Args:
        plan: what was looked for.
        is_common: whether very many documents have a character.
    """

    def said(clause: Clause) -> Clause:
        terms = []
        for term in clause.terms:
            tokens = term.phrase.tokens
            if not _ends_in_character(term) or not is_common(tokens[-1]):
                terms.append(term)
            elif len(tokens) > 1:
                terms.append(replace(term, phrase=Phrase(tokens[:-1])))
        return replace(clause, terms=tuple(terms))

    # Whatever is found by a term that goes must still be found: then its whole clause asks for nothing.
    def asks(clause: Clause) -> bool:
        return not any(_is_character(term) and is_common(term.phrase.tokens[0]) for term in clause.terms)

    required = tuple(said(clause) for clause in plan.required if asks(clause))
    optional = tuple(made for clause in plan.optional if (made := said(clause)).terms)
    minimum = plan.minimum - (len(plan.required) - len(required))
    if not required:
        required, minimum = plan.required, plan.minimum
    return replace(plan, required=required, minimum=max(minimum, 1), optional=optional, without=())


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
