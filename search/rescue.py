"""What is looked for when no plan finds anything: what has enough of the question, by how much each
of its words tells.

A question in everyday words has words that no page has. How much a document answers is the share of the
question that it has, where a word counts by what it is (a noun tells more than a verb) and by how rare it is
here; a word that nothing has counts most, so that a question about something foreign finds nothing. Of such a
word, its parts are looked for, too: 除颤仪 by 除颤, 砍掉 by 砍.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from typing import Final

from search.analysis import fold, is_han, query_phrase
from search.engines import engine
from search.language import Query
from search.planning import MOST_CLAUSES, Part, clause_for, read
from search.plans import WINDOW, Ask, Clause, Order, Plan, Term, Where
from search.ranking import share_of
from search.segmentation import cut, kind_of_word
from search.words import Lexicon

# How much a word tells, by its part of speech as the dictionary notes it.
_TELLS: Final = {"n": 1.0, "j": 1.0, "e": 1.0, "x": 1.0, "i": 0.8, "l": 0.8, "v": 0.6}
_TELLS_LITTLE: Final = 0.3
# How many, which, and what only joins: nobody misses it on a page.
_TELLS_NOTHING: Final = {"m": 0.1, "q": 0.1, "r": 0.1, "c": 0.1, "p": 0.1, "u": 0.1, "y": 0.1}
# What a rule explains is what offices deal with.
_TELLS_MUCH: Final = 1.4
# A noun, or letters, that nothing here has: the question may be about something else altogether.
_FOREIGN: Final = 1.3
_FOREIGN_LETTERS: Final = 2.0
_TELLS_OF_PART: Final = {Part.PLACE: 0.5, Part.NUMBER: 0.5, Part.ASKS: 0.15}
# A lone character is a word, but one of many meanings.
_LONE: Final = 0.3
_LONE_EXPLAINED: Final = 0.6
_LONE_FOREIGN: Final = 0.5
_PIECES_OF_WORD: Final = 0.8
_CHARACTERS_OF_WORD: Final = 0.5
_SCATTERED_WEIGHT: Final = 0.8
# 社团 of 社会团体, 人社局 of 人力资源和社会保障局.
_LONGEST_SHORT_FORM: Final = 4
# So much of the question a document must have. Of one with a word that is foreign here, more, the fewer words
# carry it; but of what somebody tells in a sentence, most words only tell a story.
_ENOUGH: Final = 0.22
_ENOUGH_BESIDE_FOREIGN: Final = {1: 0.3, 2: 0.5, 3: 0.4}
_ENOUGH_OF_STORY: Final = 0.16
_ENOUGH_OF_STORY_BESIDE_FOREIGN: Final = {1: 0.19, 2: 0.34, 3: 0.21}
_STORY_LENGTH: Final = 8
# And so much of what has most.
_BESIDE_BEST: Final = 0.55


@dataclass(frozen=True)
class Unit:
    """Something to look for, and how much of the question it is.

    Attributes:
        clause: the ways of saying it.
        tells: how much, before its rarity is known.
        is_extra: it helps where it is found, and is not missed.
    """

    clause: Clause
    tells: float
    is_extra: bool = False


def rescued(query: Query, words: Lexicon, ask: Ask) -> tuple[Plan, frozenset[str]]:
    """Return a plan and the keys of the documents that have enough of the question; none where none has.

    Args:
        query: what was asked.
        words: the words known.
        ask: the question with its filters, whose plan is not read.
    """
    units = list(_units(query, words))[: MOST_CLAUSES * 2]
    if not any(not unit.is_extra for unit in units):
        return Plan(), frozenset()
    counts, total = engine().counts(ask, [unit.clause for unit in units])
    whole, is_foreign = 0.0, False
    weighed: list[Unit] = []
    for unit, count in zip(units, counts, strict=True):
        rarity = _rarity(count, total)
        if not unit.is_extra:
            missing = 0.0 if count else _missing(unit)
            whole += missing or unit.tells * rarity
            is_foreign = is_foreign or missing > unit.tells
        if count:
            weighed.append(replace(unit, tells=unit.tells * rarity))
        elif not unit.is_extra:
            weighed += _parts(unit, words)
    if not weighed or not whole:
        return Plan(), frozenset()
    required = tuple(replace(unit.clause, weight=unit.tells / whole) for unit in weighed)
    plan = Plan(
        required=required,
        minimum=1,
        without=tuple(
            Clause((Term(query_phrase(word), word),)) for word in query.without if query_phrase(word)
        ),
        whole=fold("".join(query.words)),
    )
    likely = replace(ask, plan=plan, order=Order.BEST, size=WINDOW, facets=False, after=None)
    hits = engine().search(likely).hits
    shares = {hit.key: share_of(hit, plan.required) for hit in hits}
    best = max(shares.values(), default=0.0)
    number = sum(not unit.is_extra and unit.tells >= _TELLS_LITTLE for unit in units)
    is_story = sum(map(is_han, plan.whole)) >= _STORY_LENGTH and len(units) > 2
    enough = _ENOUGH_OF_STORY if is_story else _ENOUGH
    beside_foreign = _ENOUGH_OF_STORY_BESIDE_FOREIGN if is_story else _ENOUGH_BESIDE_FOREIGN
    least = beside_foreign.get(number, enough) if is_foreign else enough
    least = max(least, best * _BESIDE_BEST)
    return plan, frozenset(key for key, share in shares.items() if share >= least)


def _rarity(count: int, total: int) -> float:
    """Return 1 for a word that nothing has, little for one that much has."""
    return log(1 + total / (count + 0.5)) / log(1 + total / 0.5) if total else 1.0


def _units(query: Query, words: Lexicon) -> Iterator[Unit]:
    for phrase in query.phrases:
        if query_phrase(phrase):
            yield Unit(Clause((Term(query_phrase(phrase), phrase),)), 2.0)
    for piece, part in read(query, words).pieces:
        clause = clause_for(piece, words)
        if part is Part.ASKS and len(piece) == 1 and piece not in words.generic:
            # One that a rule explains, as 狗 or 锁, says more than most.
            yield Unit(clause, _LONE_EXPLAINED if piece in words.meanings else _LONE * _tells(piece, words))
        elif part is Part.CARRIES or (part is Part.NUMBER and piece in words.meanings):
            yield Unit(clause, _tells(piece, words))
        else:
            yield Unit(clause, _TELLS_OF_PART[part], is_extra=part is Part.ASKS)


def _missing(unit: Unit) -> float:
    """Return how much is missing where nothing has something: little of what offices deal with, which only no
    page here is about.
    """
    piece = unit.clause.terms[0].surface
    if unit.tells == _LONE:
        # The end of a thing of which only the beginning is known here: 手机壳.
        return _LONE_FOREIGN
    if piece.isascii():
        return unit.tells * (_FOREIGN_LETTERS if piece.isalpha() else 1.0)
    return unit.tells * _FOREIGN if unit.tells == _TELLS["n"] else min(unit.tells, 1.0)


def _tells(piece: str, words: Lexicon) -> float:
    if piece in words.meanings:
        return _TELLS_MUCH
    if not is_han(piece):
        return 1.0
    kind = kind_of_word(piece)
    special = {"vn": 0.9, "nr": 0.7}
    return special.get(kind, (_TELLS | _TELLS_NOTHING).get(kind[:1], _TELLS_LITTLE))


def _parts(unit: Unit, words: Lexicon) -> Iterator[Unit]:
    """Yield what is looked for in place of a word that nothing has: how it sounds, and its parts."""
    piece = unit.clause.terms[0].surface
    if not is_han(piece) or len(piece) < 2:
        return
    sounding = clause_for(piece, words, sounds=True)
    if len(piece) <= _LONGEST_SHORT_FORM:
        phrase = replace(query_phrase("x"), tokens=tuple(piece), is_prefix=True)
        scattered = Term(phrase, piece, Where.SCATTERED, _SCATTERED_WEIGHT)
        sounding = replace(sounding, terms=(*sounding.terms, scattered))
    yield Unit(sounding, unit.tells)
    if len(piece) > 2:
        pairs = [word for word in cut(piece, guess=False) if len(word) > 1 and word != piece]
        pairs = pairs or [first + second for first, second in pairwise(piece)]
        for pair in pairs:
            yield Unit(clause_for(pair, words), unit.tells * _PIECES_OF_WORD / len(pairs))
    else:
        said = [character for character in piece if character not in words.stop]
        for character in said:
            yield Unit(_alone(character, words), unit.tells * _CHARACTERS_OF_WORD / len(piece))


def _alone(character: str, words: Lexicon) -> Clause:
    """Return what is looked for by one character of a word: itself in titles, and what a rule says of it."""
    meant = clause_for(character, words).terms[1:]
    return Clause((Term(query_phrase(character), character, Where.TITLE), *meant))
