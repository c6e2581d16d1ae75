"""What answers a question by what both mean, and by how many of its words a document has.

Residents tell stories: half of their words stand on no page, and pages have other words for the rest. A
document answers when it lies near the question; each word, by what it is (a noun tells more than a verb),
brings a document nearer that has it. Of a word that nothing has, its parts are looked for: 除颤仪 by 除颤.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from search.analysis import fold, is_han, query_phrase
from search.engines import engine
from search.language import Query
from search.meaning import directions, phrasebook
from search.meaning.model import ModelAway
from search.planning import MOST_CLAUSES, Part, clause_for, clauses_of, read
from search.plans import WINDOW, Answer, Ask, Clause, Order, Plan, Term, Where
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
_TELLS_OF_PHRASE: Final = 2.0
_TELLS_OF_OFFICIAL: Final = 1.2
_TELLS_OF_PART: Final = {Part.PLACE: 0.5, Part.NUMBER: 0.5, Part.ASKS: 0.15}
# A lone character is a word, but one of many meanings.
_LONE: Final = 0.3
_LONE_EXPLAINED: Final = 0.6
_LEAST_WHOLE: Final = 1.0
_PIECES_OF_WORD: Final = 0.8
_CHARACTERS_OF_WORD: Final = 0.5
_SCATTERED_WEIGHT: Final = 0.8
# 社团 of 社会团体, 人社局 of 人力资源和社会保障局.
_LONGEST_SHORT_FORM: Final = 4
# So near a document must lie, where one that has the whole question lies so much nearer.
_NEAR: Final = 0.48
_OF_SHARE: Final = 0.2
# However much of its words a document has, it must lie so near.
_NEAR_IN_ANY_CASE: Final = 0.42
# Nearer, where nothing has what a rule explains: there may be no such office. Nearer, too, where nothing has
# a thing that is asked for, or most of the things that a story tells of; whatever else a document has of it.
_BESIDE_UNANSWERED: Final = 0.1
_UNANSWERED_OF_STORY: Final = 0.4
_BESIDE_FOREIGN: Final = 0.09
_OF_FOREIGN_STORY: Final = 0.04
_OF_SHARE_BESIDE_FOREIGN: Final = 0.05
_MOST_OF_STORY: Final = 0.5
# Nearer still, where nothing here has what is officially meant either, or the question is of another world.
_BESIDE_UNKNOWN_OFFICE: Final = 0.03
_OF_ELSEWHERE: Final = 0.1
_THING: Final = 0.7
# So long a sentence, of so many words, tells more than what is asked.
_STORY_LENGTH: Final = 8
_STORY_WORDS: Final = 3
# Of those near enough, what lies much farther than the nearest is no answer beside it.
_BESIDE_NEAREST: Final = 0.2
_SHARE_OF_RANK: Final = 0.1
_LOOKED_AT: Final = 300
_MOST: Final = 100


@dataclass(frozen=True)
class Unit:
    """Something to look for, and how much of the question it is.

    Attributes:
        clause: the ways of saying it.
        tells: how much.
        is_extra: it helps where it is found, and is not missed.
    """

    clause: Clause
    tells: float
    is_extra: bool = False


def is_story(query: Query, words: Lexicon) -> bool:
    """Return whether somebody tells what they need in a sentence, rather than naming it."""
    is_long = sum(map(len, query.words)) >= _STORY_LENGTH
    return is_long and not query.phrases and len(read(query, words).pieces) >= _STORY_WORDS


def nearest(query: Query, words: Lexicon, ask: Ask) -> tuple[Plan, Answer]:
    """Return the plan that finds the documents that lie near enough to the question, and what it finds.

    Args:
        query: what was asked.
        words: the words known.
        ask: the question with its filters, whose plan is not read.
    """
    question = " ".join((*query.words, *query.phrases))
    units = list(_units(query, words))[: MOST_CLAUSES * 2]
    if all(unit.is_extra for unit in units):
        return Plan(), Answer()
    try:
        meant = phrasebook.meant(question)
    except ModelAway:
        return Plan(), Answer()
    official = list(_official(meant, units, words))
    # What answers a question is the same whatever column or year is chosen of it.
    whole = replace(ask, kinds=frozenset(), area=0, department=0, year=0, order=Order.BEST, after=None)
    has = engine().has(whole, [unit.clause for unit in (*units, *official)])
    plan = _weighed([*units, *official], has, words)
    shares = _shares(plan, whole)
    least, of_share = _least(units, has[: len(units)], words, is_told=is_story(query, words))
    if meant.is_elsewhere:
        least += _OF_ELSEWHERE
    elif official and least > _NEAR and not any(has[len(units) :]):
        least += _BESIDE_UNKNOWN_OFFICE
    close = directions.near(question, least=least, most=_LOOKED_AT, also=shares)
    enough = {
        key: value + _SHARE_OF_RANK * shares.get(key, 0.0)
        for key, value in close.items()
        if value >= _NEAR_IN_ANY_CASE and value + of_share * shares.get(key, 0.0) >= least
    }
    if not enough:
        return Plan(), Answer()
    exact = tuple(clauses_of(query.phrases))
    wanted = Plan(required=exact, minimum=len(exact), without=tuple(clauses_of(query.without)))
    plan = replace(
        wanted,
        optional=plan.required,
        whole=fold("".join(query.words)),
        near=_nearest_of(enough, replace(whole, plan=wanted)),
    )
    ask = replace(ask, plan=plan, only=frozenset(plan.nearness), size=_MOST)
    return plan, engine().search(ask) if ask.only else Answer()


def _nearest_of(enough: Mapping[str, float], ask: Ask) -> tuple[tuple[str, float], ...]:
    """Return those of some documents that lie as near as the nearest, or little farther, the nearest first.
    How near that is, and how many there are, must not tell of what the reader may not see.
    """
    farthest = max(enough.values()) - _BESIDE_NEAREST
    if ask.plan.clauses or ask.plan.without or len(enough) > _MOST or min(enough.values()) < farthest:
        seen = _seen(replace(ask, only=frozenset(enough)))
        enough = {key: value for key, value in enough.items() if key in seen}
        farthest = max(enough.values(), default=0.0) - _BESIDE_NEAREST
    near = sorted((-value, key) for key, value in enough.items() if value >= farthest)
    return tuple((key, -value) for value, key in near[:_MOST])


def _seen(ask: Ask) -> frozenset[str]:
    """Return which of the documents that it asks for the reader may see, without those that have what must
    not be found: an engine that looks for no word leaves none of them out.
    """
    ask = replace(ask, size=len(ask.only), facets=False)
    seen = frozenset(hit.key for hit in engine().search(ask).hits)
    if ask.plan.without and seen:
        unwanted = replace(ask, plan=Plan(required=ask.plan.without, minimum=1))
        seen -= {hit.key for hit in engine().search(unwanted).hits}
    return seen


def _weighed(units: Sequence[Unit], has: Sequence[bool], words: Lexicon) -> Plan:
    """Return what to look for, each word weighing its part of the question."""
    # Of a question of small words alone, no document has much.
    whole = max(sum(unit.tells for unit in units if not unit.is_extra), _LEAST_WHOLE)
    looked_for: list[Unit] = []
    for unit, is_there in zip(units, has, strict=True):
        if is_there:
            looked_for.append(unit)
        elif not unit.is_extra:
            looked_for += _parts(unit, words)
    required = tuple(replace(unit.clause, weight=unit.tells / whole) for unit in looked_for)
    return Plan(required=required, minimum=1)


def _shares(plan: Plan, ask: Ask) -> dict[str, float]:
    """Return how much of the question those documents have that have most of its words, at most 1."""
    if not plan.required:
        return {}
    likely = replace(ask, plan=plan, size=WINDOW, facets=False)
    return {hit.key: min(share_of(hit, plan.required), 1.0) for hit in engine().search(likely).hits}


def _least(
    units: Sequence[Unit], has: Sequence[bool], words: Lexicon, *, is_told: bool
) -> tuple[float, float]:
    """Return how near a document must lie, and how much nearer it counts as with the whole question."""
    missing = [unit for unit, is_there in zip(units, has, strict=True) if not (is_there or unit.is_extra)]
    whole = sum(unit.tells for unit in units if not unit.is_extra)
    unanswered = sum(unit.tells for unit in missing if unit.clause.terms[0].surface in words.meanings)
    if unanswered > (_UNANSWERED_OF_STORY * whole if is_told else 0):
        return _NEAR + _BESIDE_UNANSWERED, _OF_SHARE
    foreign = sum(unit.tells for unit in missing if unit.tells >= _THING)
    if foreign and not is_told:
        return _NEAR + _BESIDE_FOREIGN, _OF_SHARE_BESIDE_FOREIGN
    if foreign > _MOST_OF_STORY * whole:
        return _NEAR + _OF_FOREIGN_STORY, _OF_SHARE_BESIDE_FOREIGN
    return _NEAR, _OF_SHARE


def _units(query: Query, words: Lexicon) -> Iterator[Unit]:
    for clause in clauses_of(query.phrases):
        yield Unit(clause, _TELLS_OF_PHRASE)
    for piece, part in read(query, words).pieces:
        clause = clause_for(piece, words)
        if part is Part.ASKS and len(piece) == 1 and piece not in words.generic:
            # One that a rule explains, as 狗 or 锁, says more than most.
            yield Unit(clause, _LONE_EXPLAINED if piece in words.meanings else _LONE * _tells(piece, words))
        elif part is Part.CARRIES or (part is Part.NUMBER and piece in words.meanings):
            yield Unit(clause, _tells(piece, words))
        else:
            yield Unit(clause, _TELLS_OF_PART[part], is_extra=part is Part.ASKS)


def _official(meant: phrasebook.Meant, units: Sequence[Unit], words: Lexicon) -> Iterator[Unit]:
    """Yield what pages may call what was asked for, without the words of the question itself."""
    own = {unit.clause.terms[0].surface for unit in units}
    sureness: dict[str, float] = {}
    for said, sure in meant.official:
        for word in map(fold, said.split()):
            sureness[word] = max(sureness.get(word, 0.0), sure)
    for word, sure in sureness.items():
        if word not in own:
            yield Unit(clause_for(word, words), _TELLS_OF_OFFICIAL * sure, is_extra=True)


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
