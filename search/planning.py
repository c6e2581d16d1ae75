"""From a query to plans: what must be found, what would be good, and what to try where nothing is found.

Words of a question are told apart by what they do: words that carry it (required), numbers and places
(required first, given up when nothing has them), words that only ask (optional), words that say nothing
(dropped).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from typing import Final

from search.analysis import fold, is_han, query_phrase, runs
from search.language import Query
from search.numerals import CHARACTERS, spelled_otherwise, telephone_forms
from search.plans import Clause, Plan, Term, Where
from search.readings import blurred, splits, word_syllables
from search.segmentation import cut, is_guessed
from search.words import TWO_WAY, Lexicon

_UNIT: Final = "号楼|号院|号|幢|栋|座|单元|楼|层|室|弄|巷|组|队|路|周岁|多岁|岁"
_NUMBER: Final = re.compile(
    rf"(?:[0-9]+(?:[-.之][0-9]+)*(?:{_UNIT})?)+|(?<![{CHARACTERS}])[{CHARACTERS}]+(?:{_UNIT})"
)
_PART_OF_NUMBER: Final = re.compile(rf"[0-9]+(?:{_UNIT})?")
_AGE: Final = re.compile(r"([0-9]{1,3})(?:周岁|多岁|岁)")
# Characters that are words between others.
_LINKS: Final = frozenset("要在想到了着过的地得是有和跟把给让从去来还就也都会能不没被往个")
# No word goes on across them: 给我发.
_PRONOUN: Final = re.compile("((?<!自)[我你您他她咱](?!国))")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_OLD, _SMALL, _YOUNG = 60, 7, 18
_WEAK: Final = 0.35
_LATIN_WEIGHT: Final = 0.8
_SOUND_WEIGHT: Final = 0.5
_LONGEST_INITIALS: Final = 8
# A known word of more characters is no accident.
_SURE: Final = 3
# Shorter words sound like too many others.
_SHORTEST_HEARD: Final = 3
# Fewer letters are the beginning of too much.
_SHORTEST_BEGUN: Final = 3
_FEW_BEGUN: Final = 4
MOST_CLAUSES: Final = 8
# Whom or what a word of the family, or an age, also speaks of.
_PEOPLE: Final = {
    **dict.fromkeys(
        (
            "我妈",
            "我爸",
            "爸妈",
            "父母",
            "老妈",
            "老爸",
            "爷爷",
            "奶奶",
            "外公",
            "外婆",
            "公公",
            "婆婆",
            "老伴",
        ),
        ("老年", "老人"),
    ),
    **dict.fromkeys(("孩子", "小孩", "娃", "宝宝", "儿子", "女儿", "孙子", "孙女"), ("儿童", "子女")),
}


class Part(Enum):
    """What a piece of a query does."""

    CARRIES = "carries"
    PLACE = "place"
    NUMBER = "number"
    ASKS = "asks"


@dataclass
class Reading:
    """A query cut into pieces, each with what it does; `places` are the areas that it names."""

    pieces: list[tuple[str, Part]] = field(default_factory=list)
    places: list[tuple[int, ...]] = field(default_factory=list)


def read(query: Query, words: Lexicon, heard: frozenset[str] = frozenset()) -> Reading:
    """Return the pieces of the query's words; what says nothing is left out.

    Args:
        query: what was asked.
        words: the words known.
        heard: what else is one word.
    """
    found = Reading()
    for word in query.words:
        for piece in _pieces(word, words, heard):
            if _YEAR.fullmatch(piece) or piece in words.generic:
                part = Part.ASKS
            elif piece in words.places:
                found.places += words.places[piece]
                part = Part.PLACE
            elif _NUMBER.fullmatch(piece):
                part = Part.ASKS if _AGE.fullmatch(piece) else Part.NUMBER
            else:
                part = Part.CARRIES
            found.pieces.append((piece, part))
    said = [(piece, part) for piece, part in found.pieces if piece not in words.stop]
    found.pieces = list(dict.fromkeys(said or found.pieces))
    _promote(found)
    return found


def _promote(found: Reading) -> None:
    """Where nothing carries the question, let what there is do so; a lone character carries none beside
    words.
    """
    carrying = [piece for piece, part in found.pieces if part is Part.CARRIES]
    if any(len(piece) > 1 for piece in carrying):
        found.pieces = [
            (piece, Part.ASKS if part is Part.CARRIES and len(piece) == 1 else part)
            for piece, part in found.pieces
        ]
        return
    for wanted in (Part.CARRIES, Part.PLACE, Part.NUMBER, Part.ASKS):
        if any(part is wanted for _piece, part in found.pieces):
            found.pieces = [(piece, Part.CARRIES if part is wanted else part) for piece, part in found.pieces]
            return


def _pieces(word: str, words: Lexicon, heard: frozenset[str]) -> Iterator[str]:
    """Yield the pieces of one word: numbers with their units, known words, the longest first, and the
    rest.
    """
    place = 0
    for number in _NUMBER.finditer(word):
        yield from _known_pieces(word[place : number.start()], words, heard)
        yield number[0]
        place = number.end()
    yield from _known_pieces(word[place:], words, heard)


def _known_pieces(text: str, words: Lexicon, heard: frozenset[str]) -> Iterator[str]:
    start = place = 0
    within = _within_words(text)
    # Where 断了 goes on, 摔断 ends all the same.
    into = {end for end in within if text[end] not in _LINKS}
    while place < len(text):
        longest = min(words.longest, len(text) - place)
        size = next(
            (
                n
                for n in range(longest, 1, -1)
                if (piece := text[place : place + n]) in heard
                # 路灯坏了 has no 灯坏了, and 居住证明 no 居住证: a word of the dictionary goes on there.
                or (piece in words.known and (n > _SURE or (place not in within and place + n not in into)))
            ),
            0,
        )
        if size:
            yield from _unknown_pieces(text[start:place])
            yield text[place : place + size]
            place += size
            start = place
        else:
            place += 1
    yield from _unknown_pieces(text[start:])


def _within_words(text: str) -> frozenset[int]:
    """Return the places in `text` at which a word of the dictionary goes on."""
    places: set[int] = set()
    end = 0
    for word in cut(text, guess=False):
        start = text.find(word, end)
        end = start + len(word)
        places.update(range(start + 1, end))
    return frozenset(places)


def _unknown_pieces(text: str) -> Iterator[str]:
    for piece in (word for part in _PRONOUN.split(text) for word in cut(part)):
        # What the dictionary only guesses at may have taken in a word that says nothing: 玩要, 局在.
        is_doubtful = len(piece) > 1 and not _LINKS.isdisjoint(piece) and is_guessed(piece)
        for part in cut(piece, guess=False) if is_doubtful else (piece,):
            # A token has no mark within it.
            yield from (run for run, _is_han in runs(part))


def plans_for(query: Query, words: Lexicon, *, unfinished: bool = False) -> Iterator[Plan]:
    """Yield what to look for, and after it what to try as long as nothing is found.

    Args:
        query: what was asked.
        words: the words known.
        unfinished: the last word is still being typed.
    """
    found = read(query, words)
    exact, without = clauses_of(query.phrases), tuple(clauses_of(query.without))
    last = found.pieces[-1][0] if found.pieces else ""

    def clauses(part: Part, *, sounds: bool = False) -> list[Clause]:
        return [
            clause_for(piece, words, sounds=sounds, unfinished=unfinished and piece == last)
            for piece, its_part in found.pieces
            if its_part is part
        ][:MOST_CLAUSES]

    carrying, asking = clauses(Part.CARRIES), clauses(Part.ASKS)
    soft = [*clauses(Part.PLACE), *clauses(Part.NUMBER)]
    whole = fold("".join(query.words))
    asking += _whole_phrases(query)
    base = Plan(without=without, whole=whole)

    def plan(required: list[Clause], optional: list[Clause]) -> Plan:
        every = (*exact, *required)
        return replace(base, required=every, minimum=len(every), optional=tuple(optional[:MOST_CLAUSES]))

    yield plan([*carrying, *soft], asking)
    apart = [clause_for(piece, words) for piece in _apart(found)]
    if soft and (carrying or exact):
        yield plan(carrying, [*soft, *apart, *asking])
    elif apart:
        yield plan(apart, asking)
    if exact and not carrying:
        return
    if heard := _heard(query, words):
        found = read(query, words, heard)
        yield plan(clauses(Part.CARRIES, sounds=True), clauses(Part.ASKS))
        found = read(query, words)
    sounding = clauses(Part.CARRIES, sounds=True)
    if sounding != carrying:
        yield plan(sounding, [*soft, *asking])
    if not unfinished and last.isascii() and last.isalpha() and len(last) >= _SHORTEST_BEGUN:
        # Letters that are only the beginning of what was meant: sybx of sybxj.
        yield from islice(plans_for(query, words, unfinished=True), 1)


def _apart(found: Reading) -> list[str]:
    """Return the house numbers that are asked for in their parts (3幢502 as in “3幢顶层501、502室”); nothing
    where none has parts.
    """
    numbers = [piece for piece, part in found.pieces if part is not Part.ASKS and _NUMBER.fullmatch(piece)]
    apart: list[str] = []
    for number in numbers:
        # A room is written with and without its unit; a telephone number has no parts of its own.
        parts = [part.removesuffix("室") for part in _PART_OF_NUMBER.findall(number)]
        apart += [number] if "-" in number else parts or [number]
    return apart if len(apart) > len(numbers) else []


def clauses_of(texts: Iterable[str]) -> list[Clause]:
    """Return what looks for folded texts as they are."""
    return [Clause((Term(query_phrase(text), text),)) for text in texts if query_phrase(text)]


def _heard(query: Query, words: Lexicon) -> frozenset[str]:
    """Return what sounds as a known word does, however the dictionary would cut it: 公租方, 公租房."""
    found: set[str] = set()
    for word in query.words:
        for size in range(_SHORTEST_HEARD, min(words.longest, len(word)) + 1):
            parts = (word[start : start + size] for start in range(len(word) - size + 1))
            found.update(
                part
                for part in parts
                if part not in words.known and is_han(part) and word_syllables(part) in words.by_sound
            )
    return frozenset(found)


def _whole_phrases(query: Query) -> list[Clause]:
    """Return the words that were cut, whole: who has them as they were typed fits better."""
    return [
        Clause((Term(query_phrase(word), word),))
        for word in query.words
        if len(word) > 2 and len(query_phrase(word).tokens) > 1
    ]


def clause_for(piece: str, words: Lexicon, *, sounds: bool = False, unfinished: bool = False) -> Clause:
    """Return the ways of saying `piece`.

    Args:
        piece: a folded word.
        words: what means the same.
        sounds: also what only sounds the same.
        unfinished: it is still being typed.
    """
    terms = [Term(query_phrase(piece, unfinished=unfinished), piece)]
    terms += _meaning_terms(piece, words, 1.0)
    if _NUMBER.fullmatch(piece):
        others = (*spelled_otherwise(piece), *telephone_forms(piece))
        terms += [Term(query_phrase(other), other, weight=TWO_WAY) for other in others]
    age = _AGE.fullmatch(piece)
    if age:
        years = int(age[1])
        called = ("老年", "老人") if years >= _OLD else ("儿童", "婴幼儿") if years < _SMALL else ()
        called = called or (("未成年", "学生") if years < _YOUNG else ())
        terms += [Term(query_phrase(name), name, weight=_WEAK) for name in called]
    terms += [Term(query_phrase(name), name, weight=_WEAK) for name in _PEOPLE.get(piece, ())]
    if piece.isascii() and piece.isalpha():
        terms += _latin_terms(piece, words, unfinished=unfinished)
    elif sounds and is_han(piece) and len(piece) > 1:
        terms += _sounding_terms(piece, words)
    best: dict[tuple[object, Where], Term] = {}
    for term in terms:
        if term.phrase:
            best.setdefault((term.phrase, term.where), term)
    return Clause(tuple(best.values()))


def _meaning_terms(piece: str, words: Lexicon, weight: float) -> list[Term]:
    return [
        Term(query_phrase(other), other, weight=weight * share)
        for other, share in words.meanings.get(piece, {}).items()
    ]


def _latin_terms(piece: str, words: Lexicon, *, unfinished: bool) -> list[Term]:
    """Return what letters may stand for: syllables, the first letters of words, and the words known by
    them.
    """
    terms = []
    for split in splits(piece, unfinished=unfinished):
        syllables = tuple(map(blurred, split))
        if len(syllables) > 1 or len(piece) > 1:
            phrase = replace(query_phrase("x"), tokens=syllables, is_prefix=unfinished)
            terms.append(Term(phrase, piece, Where.PINYIN, _LATIN_WEIGHT))
        for word in words.by_sound.get(syllables, []):
            terms += [Term(query_phrase(word), word, weight=_LATIN_WEIGHT)]
            terms += _meaning_terms(word, words, _LATIN_WEIGHT)
    if 1 < len(piece) <= _LONGEST_INITIALS:
        phrase = replace(query_phrase("x"), tokens=(piece,), is_prefix=unfinished)
        terms.append(Term(phrase, piece, Where.INITIALS, _LATIN_WEIGHT))
        # Of two letters, words and what they mean are dozens; in titles the letters themselves find them.
        for word in words.by_initials.get(piece, [])[: _FEW_BEGUN if unfinished else None]:
            terms += [Term(query_phrase(word), word, weight=_LATIN_WEIGHT)]
            terms += _meaning_terms(word, words, _LATIN_WEIGHT)
    return terms


def _sounding_terms(piece: str, words: Lexicon) -> list[Term]:
    syllables = word_syllables(piece)
    phrase = replace(query_phrase("x"), tokens=syllables, is_prefix=False)
    terms = [Term(phrase, piece, Where.PINYIN, _SOUND_WEIGHT)]
    for word in words.by_sound.get(syllables, []):
        terms += [Term(query_phrase(word), word, weight=_SOUND_WEIGHT)]
        terms += _meaning_terms(word, words, _SOUND_WEIGHT)
    return terms
