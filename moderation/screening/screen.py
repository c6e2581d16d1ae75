"""Looks for screened words in what somebody wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from ahocorasick_rs import AhoCorasick

from moderation.choices import SEVERITY, Treatment
from moderation.models import ScreenedWord
from moderation.screening.variants import normal, spellings

# How long, in seconds, a process goes on with the list that it has read: an edit holds within that time.
KEPT_FOR = 15.0
MASK = "＊"


@dataclass(frozen=True)
class Screening:
    """What was found in a text.

    Attributes:
        treatment: the strictest of the words found; None where there was none.
        words: the words of the list that were found, each once.
        masked: the text with the words to be masked covered.
    """

    treatment: Treatment | None
    words: tuple[str, ...]
    masked: str


@dataclass(frozen=True)
class _Pattern:
    spelling: str
    word: str
    treatment: Treatment
    is_pinyin: bool


@dataclass(frozen=True)
class _Screen:
    automaton: AhoCorasick | None
    patterns: tuple[_Pattern, ...]


_kept: list[tuple[float, _Screen]] = []


def screen(text: str) -> Screening:
    """Look for the words of the list in `text`.

    A word spelled in pinyin only ever asks for a look (`QUEUE`): Latin letters mean too many things to block
    by
    them.
    """
    current = _current()
    if current.automaton is None or not text:
        return Screening(None, (), text)
    plain = normal(text)
    found: dict[str, Treatment] = {}
    covered: set[int] = set()
    for number, start, end in current.automaton.find_matches_as_indexes(plain.form, overlapping=True):
        pattern = current.patterns[number]
        first, last = plain.origin[start], plain.origin[end - 1]
        if not _stands_alone(text, pattern.spelling, first, last):
            continue
        treatment = Treatment.QUEUE if pattern.is_pinyin else pattern.treatment
        if SEVERITY[treatment] > SEVERITY.get(found.get(pattern.word, ""), 0):
            found[pattern.word] = treatment
        if treatment == Treatment.MASK:
            covered.update(range(first, last + 1))
    strictest = max(found.values(), key=lambda treatment: SEVERITY[treatment], default=None)
    masked = "".join(MASK if place in covered else char for place, char in enumerate(text))
    return Screening(strictest, tuple(sorted(found)), masked if covered else text)


def screen_all(texts: Iterable[str]) -> Screening:
    """Look for the words in several texts, such as title and body; `masked` is empty."""
    each = [screen(text) for text in texts]
    treatments = [one.treatment for one in each if one.treatment is not None]
    strictest = max(treatments, key=lambda treatment: SEVERITY[treatment], default=None)
    return Screening(strictest, tuple(sorted({word for one in each for word in one.words})), "")


def forget() -> None:
    """Drop what this process has read, after an edit."""
    _kept.clear()


def _stands_alone(text: str, spelling: str, first: int, last: int) -> bool:
    """Return whether Latin letters at the edges of a hit are no part of a longer word."""
    begins = spelling[0].isascii() and first > 0 and _is_latin(text[first - 1])
    ends = spelling[-1].isascii() and last + 1 < len(text) and _is_latin(text[last + 1])
    return not begins and not ends


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _current() -> _Screen:
    if _kept and monotonic() - _kept[0][0] < KEPT_FOR:
        return _kept[0][1]
    patterns = [
        _Pattern(spelling, word, Treatment(treatment), is_pinyin)
        for word, form, treatment in ScreenedWord.objects.values_list("word", "form", "treatment")
        for spelling, is_pinyin in spellings(form)
    ]
    automaton = AhoCorasick([pattern.spelling for pattern in patterns]) if patterns else None
    _kept[:] = [(monotonic(), _Screen(automaton, tuple(patterns)))]
    return _kept[0][1]
