"""Marking what was found: titles and snippets as runs of text, marked or not."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import composed, fold, fold_with_places, is_han
from search.plans import Plan, Where
from search.readings import word_syllables

# Parts of a text, as the posts of a topic, begin with a character of private use that tells their number.
# Folding makes a blank of it, so that it is in no index.
_PARTS: Final = 0xF0000
_MOST_PARTS: Final = 0xFFFD
_PART: Final = re.compile(f"[{chr(_PARTS)}-{chr(_PARTS + _MOST_PARTS)}]")
SNIPPET: Final = 96
_LEAD: Final = 18
_MOST_PLACES: Final = 400


@dataclass(frozen=True)
class Run:
    """Some text, and whether it was looked for."""

    text: str
    is_marked: bool = False


def begin_part(number: int) -> str:
    """Return the mark at which part `number` of a text begins; "" for one beyond what marks can tell."""
    return chr(_PARTS + number) if 0 < number <= _MOST_PARTS else ""


def surfaces_of(plan: Plan) -> list[str]:
    """Return the texts to be marked, the longest first."""
    found = {term.surface for clause in plan.clauses for term in clause.terms if term.where is Where.TEXT}
    return sorted((surface for surface in found if surface), key=lambda surface: (-len(surface), surface))


def sounds_of(plan: Plan) -> list[tuple[str, ...]]:
    """Return the syllables that words were looked for by."""
    return [
        term.phrase.tokens
        for clause in plan.clauses
        for term in clause.terms
        if term.where is Where.PINYIN and not term.phrase.is_prefix
    ]


def places_in(folded: str, surfaces: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the surfaces occur, without overlaps, in order."""
    taken: list[tuple[int, int]] = []
    for surface in surfaces:
        start = folded.find(surface)
        while start >= 0 and len(taken) < _MOST_PLACES:
            end = start + len(surface)
            at = bisect_left(taken, (start, end))
            before_ends = taken[at - 1][1] if at else 0
            after_starts = taken[at][0] if at < len(taken) else len(folded)
            whole = not (
                surface[0].isascii() and start and folded[start - 1].isascii() and folded[start - 1].isalnum()
            )
            if before_ends <= start and end <= after_starts and whole:
                taken.insert(at, (start, end))
            start = folded.find(surface, end)
    return taken


def sounding_places(folded: str, sounds: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return where a text sounds like one of `sounds`."""
    for syllables in sounds:
        size = len(syllables)
        for start in range(len(folded) - size + 1):
            part = folded[start : start + size]
            if is_han(part) and word_syllables(part) == syllables:
                return [(start, start + size)]
    return []


def mark(text: str, surfaces: Sequence[str], sounds: Sequence[tuple[str, ...]] = ()) -> list[Run]:
    """Return `text` in runs, what was looked for marked."""
    text = composed(text)
    folded, origin = fold_with_places(text)
    places = places_in(folded, surfaces) or sounding_places(folded, sounds)
    return _runs(text, [(origin[start], origin[end - 1] + 1) for start, end in places])


def snippet(text: str, surfaces: Sequence[str]) -> tuple[list[Run], int]:
    """Return the piece of `text` with most of what was looked for, in runs, and the part of the text
    (`begin_part`) in which that stands; the text's beginning, and 0, where nothing occurs.
    """
    marked = composed(" ".join(text.split()))
    flat = _PART.sub(" ", marked)
    folded, origin = fold_with_places(flat)
    places = places_in(folded, surfaces)
    start = origin[_best_start(folded, places)] if flat else 0
    end = min(len(flat), start + SNIPPET)
    spots = [(origin[first], origin[last - 1] + 1) for first, last in places]
    inside = [
        (max(first, start) - start, min(last, end) - start)
        for first, last in spots
        if first < end and last > start
    ]
    runs = _runs(flat[start:end], inside)
    before = [Run("…")] if start else []
    inner = min((first for first, last in spots if first < end and last > start), default=0)
    parts = _PART.findall(marked, 0, inner) if spots else []
    number = ord(parts[-1]) - _PARTS if parts else 0
    return [*before, *runs, *([Run("…")] if end < len(flat) else [])], number


def _best_start(folded: str, places: list[tuple[int, int]]) -> int:
    if not places:
        return 0
    best, best_count = places[0][0], 0
    for number, (start, _end) in enumerate(places):
        inside = [place for place in places[number : number + 20] if place[1] <= start + SNIPPET - _LEAD]
        count = len({folded[first:last] for first, last in inside}) * 3 + len(inside)
        if count > best_count:
            best, best_count = start, count
    return max(best - _LEAD, 0) if best > _LEAD else 0


def _runs(text: str, places: list[tuple[int, int]]) -> list[Run]:
    runs: list[Run] = []
    done = 0
    for start, end in places:
        if start < done:
            continue
        if start > done:
            runs.append(Run(text[done:start]))
        runs.append(Run(text[start:end], is_marked=True))
        done = end
    if done < len(text):
        runs.append(Run(text[done:]))
    return runs


def correction(query: str, wrong: str, texts: Iterable[str]) -> str:
    """Return `query` with the word that only sounds right replaced by what a text has, "" where none has
    it.
    """
    syllables = word_syllables(wrong)
    for text in map(fold, texts):
        for start, end in sounding_places(text, [syllables]):
            if text[start:end] != wrong:
                return fold(query).replace(wrong, text[start:end])
    return ""
