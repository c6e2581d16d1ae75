"""Which of the first results fits best, weighed the same way whatever engine found them.

An engine finds and orders by how rare words are; here its first results are weighed by what only we know: how
much of the title was asked for, what kind of thing it is, how old news are, how near the place is.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from math import exp, log, sqrt
from typing import Final

from search.analysis import fold
from search.documents import split_key
from search.plans import Clause, Hit, Plan, Term, Where
from search.readings import initials_tokens, pinyin_tokens, spelling_of
from search.segmentation import cut
from search.sources import sources

# What a clause is worth that is found in the title, in the keywords, in the text.
_TITLE: Final = 1.0
_KEYWORDS: Final = 0.8
_BODY: Final = 0.3
_OPTIONAL: Final = 0.45
# Tan for tang: shitang is 食堂 rather than 钥匙摊.
_BLURRED: Final = 0.75
_CALLED_BY_MORE: Final = 0.15
_AGAIN: Final = 0.93
_LEAST_AGAIN: Final = 0.6
_IN_KEYWORDS: Final = 0.95
_IN_BODY: Final = 0.7
_WHOLE_TITLE: Final = 2.0
_COVERAGE: Final = 1.2
_BEGINNING: Final = 0.15
_OVER: Final = 0.6
_OWN: Final = 1.3
_STREET: Final = 1.1
_ELSEWHERE: Final = 0.9
_LEAST_FRESHNESS: Final = 0.75
# By how near texts lie, documents differ less than by their words.
_BONUS_OF_NEAR: Final = 0.2


@dataclass(frozen=True)
class Weights:
    """What is switched on; `make search-quality` switches each off to see what it adds.

    Attributes:
        title, kind, freshness, nearness: parts of the weight.
    """

    title: bool = True
    kind: bool = True
    freshness: bool = True
    nearness: bool = True


@dataclass(frozen=True)
class Context:
    """Who asks, when, and near where: keys of an area and those above it, or ()."""

    now: datetime
    near: tuple[int, ...] = ()
    named: tuple[tuple[int, ...], ...] = ()
    weights: Weights = field(default_factory=Weights)


def ranked(hits: Sequence[Hit], plan: Plan, context: Context) -> list[Hit]:
    """Return the hits, the best first; equals by key. Of one title, as many communities have it, each further
    one counts less, so that all sorts of things are among the first.
    """
    order = sorted(((weight(hit, plan, context), hit) for hit in hits), key=_heaviest)
    times: Counter[tuple[str, str]] = Counter()
    weighed = []
    for found, hit in order:
        same = (split_key(hit.key)[0], hit.title)
        weighed.append((found * max(_AGAIN ** times[same], _LEAST_AGAIN), hit))
        times[same] += 1
    return [hit for _weight, hit in sorted(weighed, key=_heaviest)]


def _heaviest(pair: tuple[float, Hit]) -> tuple[float, str]:
    return -pair[0], pair[1].key


def weight(hit: Hit, plan: Plan, context: Context) -> float:
    """Return how well a hit fits."""
    source = sources().get(split_key(hit.key)[0])
    bonus = 1.0
    if source is not None and context.weights.kind:
        bonus *= source.weight
    if source is not None and context.weights.freshness:
        bonus *= _freshness(hit, source.half_life, context.now)
    if context.weights.nearness:
        bonus *= _nearness(hit, context)
    texts = _Texts(hit)
    if plan.near:
        asked = _bare(plan.whole)
        whole = _WHOLE_TITLE if asked and asked == _bare(texts.title) else 0.0
        return (plan.nearness.get(hit.key, 0.0) + whole) * float(bonus**_BONUS_OF_NEAR)
    found = sum(_clause_weight(clause, texts) for clause in plan.required)
    found += _OPTIONAL * sum(_clause_weight(clause, texts) for clause in plan.optional)
    if context.weights.title:
        found += _title_weight(texts, plan)
    # Between what fits alike, the engine's sense of rare words decides.
    return bonus * (found + 0.04 * log(1 + max(hit.score, 0)))


class _Texts:
    """The folded texts of one hit; what few queries need is worked out when asked for."""

    def __init__(self, hit: Hit) -> None:
        self.title = fold(hit.title)
        self.keywords = fold(hit.keywords)
        self._hit = hit
        self._words: dict[bool, list[list[str]]] = {}
        self._sounds: dict[bool, str] = {}
        self._spelt: dict[bool, str] = {}
        self._initials: dict[bool, frozenset[str]] = {}

    def words(self, *, title: bool) -> list[list[str]]:
        """Return the words of the title, or of each of the keywords."""
        if title not in self._words:
            self._words[title] = list(map(cut, [self.title] if title else self.keywords.split()))
        return self._words[title]

    @cached_property
    def body(self) -> str:
        return fold(self._hit.body)

    def sounds(self, *, title: bool) -> str:
        if title not in self._sounds:
            self._sounds[title] = f" {pinyin_tokens(chain.from_iterable(self.words(title=title)))} "
        return self._sounds[title]

    def is_spelt(self, surface: str, *, title: bool) -> bool:
        """Return whether the sounds are those of `surface`, and not only those that many don't tell apart."""
        if title not in self._spelt:
            self._spelt[title] = spelling_of(chain.from_iterable(self.words(title=title)))
        return (surface if surface.isascii() else spelling_of(cut(surface))) in self._spelt[title]

    def initials(self, *, title: bool) -> frozenset[str]:
        if title not in self._initials:
            self._initials[title] = frozenset(initials_tokens(*self.words(title=title)).split())
        return self._initials[title]


def _clause_weight(clause: Clause, texts: _Texts) -> float:
    """Return what a clause is worth: its best word, and a little for each other that it may be called by."""
    best, *others = sorted((_term_weight(term, texts) for term in clause.terms), reverse=True) or [0.0]
    return clause.weight * (best + _CALLED_BY_MORE * sum(others[:2]))


def share_of(hit: Hit, clauses: Sequence[Clause]) -> float:
    """Return how much of some clauses a hit has, each by its weight: all of one that is in the title."""
    texts = _Texts(hit)
    return sum(
        clause.weight * max((_certainty(term, texts) for term in clause.terms), default=0.0)
        for clause in clauses
    )


def _certainty(term: Term, texts: _Texts) -> float:
    if term.where is Where.SCATTERED:
        return term.weight if _scattered(term.surface, texts.title) else 0.0
    if term.where is not Where.TEXT:
        return min(_term_weight(term, texts), 1.0)
    # That a rule's word means only about the same lowers its rank, not that it is what was meant.
    certain = sqrt(term.weight)
    if _occurs(term.surface, texts.title):
        return certain
    if _occurs(term.surface, texts.keywords):
        return certain * _IN_KEYWORDS
    # Deep in a text about something else, it says less.
    return term.weight * _IN_BODY if _occurs(term.surface, texts.body) else 0.0


def _term_weight(term: Term, texts: _Texts) -> float:
    if term.where is Where.SCATTERED:
        return term.weight if _scattered(term.surface, texts.title) else 0.0
    if term.where is Where.PINYIN:
        wanted = f" {' '.join(term.phrase.tokens)}{'' if term.phrase.is_prefix else ' '}"
        for title, value in ((True, _TITLE), (False, _KEYWORDS)):
            if wanted in texts.sounds(title=title):
                return term.weight * value * (1.0 if texts.is_spelt(term.surface, title=title) else _BLURRED)
        return 0.0
    if term.where is Where.INITIALS:
        wanted = term.phrase.tokens[0]
        for title, value in ((True, _TITLE), (False, _KEYWORDS)):
            if wanted in texts.initials(title=title):
                return term.weight * value
        return 0.0
    if _occurs(term.surface, texts.title):
        early = _BEGINNING if texts.title.startswith(term.surface) else 0.0
        return term.weight * (_TITLE + early)
    if _occurs(term.surface, texts.keywords):
        return term.weight * _KEYWORDS
    if term.where is Where.TITLE:
        return 0.0
    times = texts.body.count(term.surface)
    if not times:
        return 0.0
    return (
        term.weight * _BODY * (1 - 0.5 ** min(times, 4)) * (1.3 if term.surface in texts.body[:120] else 1.0)
    )


def _scattered(surface: str, title: str) -> bool:
    """Return whether the characters stand in the title in their order and near one another."""
    return re.search(".{0,4}".join(map(re.escape, surface)), title) is not None


def _occurs(surface: str, text: str) -> bool:
    """Return whether a word occurs; letters and digits only as whole words."""
    if surface not in text:
        return False
    if not (surface[0].isascii() or surface[-1].isascii()):
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(surface)}(?![a-z0-9])", text) is not None


def _title_weight(texts: _Texts, plan: Plan) -> float:
    """Return how much of the title was asked for: it is the query itself, or words of the query fill it."""
    title = texts.title
    bare = _bare(title)
    if not bare or not plan.whole:
        return 0.0
    names = {bare, *(bare.removesuffix(ending) for ending in ("社区", "街道"))}
    if _bare(plan.whole) in names or _sounds_whole(texts, names, plan):
        return _WHOLE_TITLE
    # What is only a little of the question fills little of a title.
    marked = [0.0] * len(title)
    heard = 0.0
    for clause in plan.clauses:
        best = max(
            (term for term in clause.terms if term.surface in title),
            key=lambda t: len(t.surface),
            default=None,
        )
        if best is not None:
            place = title.find(best.surface)
            for at in range(place, place + len(best.surface)):
                marked[at] = max(marked[at], clause.weight)
        else:
            heard += clause.weight * max((_heard(term, texts) for term in clause.terms), default=0)
    return _COVERAGE * min((sum(marked) + heard) / len(bare), 1.0)


def _bare(text: str) -> str:
    """Return letters, digits and characters alone."""
    return re.sub(r"[\W_]+", "", text)


def _sounds_whole(texts: _Texts, names: Collection[str], plan: Plan) -> bool:
    """Return whether a title, under one of its names, sounds like something that is asked for."""
    spoken = {
        " ".join(term.phrase.tokens)
        for clause in plan.required
        for term in clause.terms
        if term.where is Where.PINYIN
    }
    # Cutting names costs more than a look at how the title begins.
    begins = any(texts.sounds(title=True).startswith(f" {said} ") for said in spoken)
    return begins and not spoken.isdisjoint(pinyin_tokens(cut(name)) for name in names)


def _heard(term: Term, texts: _Texts) -> int:
    """Return of how many characters of the title the letters of a term are the sounds or first letters."""
    if term.where not in (Where.PINYIN, Where.INITIALS) or not _term_weight(term, texts):
        return 0
    tokens = term.phrase.tokens
    size = len(tokens) if term.where is Where.PINYIN else len(tokens[0])
    in_title = (
        f" {' '.join(tokens)} " in texts.sounds(title=True)
        if term.where is Where.PINYIN
        else tokens[0] in texts.initials(title=True)
    )
    return size if in_title else 0


def _freshness(hit: Hit, half_life: int, now: datetime) -> float:
    value = 1.0
    if half_life and hit.date is not None:
        days = max((now - hit.date).total_seconds() / 86400, 0)
        value = _LEAST_FRESHNESS + (1 - _LEAST_FRESHNESS) * exp(-days * log(2) / half_life)
    if hit.ends is not None and hit.ends <= now:
        value *= _OVER
    return value


def _nearness(hit: Hit, context: Context) -> float:
    """Return more than 1 for what is for the reader's own community, or lies in a place that the query
    names.
    """
    own = hit.areas[-1] if hit.areas else 0
    value = 1.0
    for place in context.named:
        if place[-1] in hit.areas or place[-1] in hit.reach:
            value = max(value, _OWN)
    if context.near and len(hit.areas) > 1:
        if own == context.near[-1] or context.near[-1] in hit.reach:
            value *= _OWN
        elif len(context.near) > 1 and (own == context.near[1] or context.near[1] in hit.reach):
            value *= _STREET
        elif len(hit.areas) > 2:
            value *= _ELSEWHERE
    return value
