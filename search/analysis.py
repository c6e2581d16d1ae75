"""What text is cut into, once for both engines and for documents and queries alike.

Characters are folded one by one (NFKC, lower case, traditional → simplified), so that a place in the folded
text is a place in the text as it was written. A run of Chinese becomes its pairs of neighbours and, at its
end, its last character: 最低保障 → 最低 低保 保障 障. A word is then a phrase of pairs, and a single
character the beginning of a pair. Letters and digits become words of their own.

docs/decisions/0050-one-analysis-in-python.md tells why no engine's own analyser does it.
"""

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

# Changes whenever the same text would be cut or kept otherwise; an index made with another one is built anew.
VERSION: Final = 5

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<digits>[0-9]+)|(?P<letters>[^\W\d_{_HAN}]+)|[^\W_]+")
_NOT_HAN: Final = re.compile(rf"([^{_HAN}]+)")
_HAS_HAN: Final = re.compile(rf"[{_HAN}]")
_IS_HAN: Final = re.compile(rf"[{_HAN}]+")
LONGEST_TOKEN: Final = 40
# Four bytes for each character, as `array` takes them.
_WIDE: Final = "I"
_CODED: Final = f"utf-32-{sys.byteorder[0]}e"
_BLANK: Final = " ".encode(_CODED)
_BLANK_CODE: Final = ord(" ")
# What stands between Chinese is most often one of some marks and numbers, and worked out once.
_LONGEST_MARK: Final = 24


class _Folding(dict[int, str]):
    """From code point to folded text; what was not asked for yet is worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        folded = "".join(_simplified().get(part, part) for part in folded)
        folded = "".join(" " if unicodedata.category(part)[0] in "CZ" else part for part in folded)
        self[code] = folded or " "
        return self[code]


_FOLDING: Final = _Folding()


@cache
def _simplified() -> dict[str, str]:
    """Return the simplified character for each traditional one that has another."""
    from opencc_purepy import OpenCC

    characters = "".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    converter = OpenCC("t2s")
    return {old: new for old in characters if (new := converter.convert(old)) != old and len(new) == 1}


@cache
def _not_settled() -> re.Pattern[str]:
    """Return what finds all but the Chinese characters that are folded already: what stands between two finds
    need not be folded at all.
    """
    settled = (
        char
        for char in map(chr, (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)))
        if char.translate(_FOLDING) == char
    )
    return re.compile(f"([^{''.join(settled)}]+)")


def composed(text: str) -> str:
    """Return `text` with each letter and its accents as one character, as all folding wants it."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` as it is compared."""
    return _folded(composed(text))


def _folded(text: str) -> str:
    parts = _not_settled().split(text)
    parts[1::2] = map(_folded_part, parts[1::2])
    return "".join(parts)


def _folded_part(part: str) -> str:
    return _folded_mark(part) if len(part) <= _LONGEST_MARK else part.translate(_FOLDING)


@lru_cache(maxsize=10_000)
def _folded_mark(part: str) -> str:
    return part.translate(_FOLDING)


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its characters, the place in `text` that it comes from.

    `text` must be `composed`.
    """
    whole = _folded(text)
    if len(whole) == len(text):
        # No character becomes none, so that each has become one.
        return whole, range(len(text))
    parts: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = _FOLDING[ord(char)]
        parts.append(folded)
        places.extend([place] * len(folded))
    return "".join(parts), places


def is_han(text: str) -> bool:
    """Return whether `text` is one run of Chinese characters."""
    return _IS_HAN.fullmatch(text) is not None


def runs(folded: str) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a folded text in order, each with whether it is Chinese."""
    for found in _TOKEN.finditer(folded):
        yield found[0], found.lastgroup == "han"


def index_tokens(text: str) -> str:
    """Return the tokens of a text as an index keeps them, parted by blanks."""
    return _tokens(_parted(text))


def tokens_and_characters(text: str) -> tuple[str, str]:
    """Return `index_tokens` of a text and its Chinese characters as they stand, cut only once."""
    parts = _parted(text)
    return _tokens(parts), "".join(run for part in parts if not isinstance(part, str) for run in part)


def _parted(text: str) -> list[list[str] | str]:
    """Return a text in order: the runs of Chinese that follow one another, and the tokens between them."""
    # Chinese, and between it what is none, in turn.
    parts = _not_settled().split(composed(text))
    words = list(map(_words_within, parts[1::2]))
    if None in words:
        parts = _NOT_HAN.split(fold(text))
        words = list(map(_words_within, parts[1::2]))
    found: list[list[str] | str] = []
    together: list[str] = []
    for place, part in enumerate(parts[::2]):
        if part:
            together.append(part)
        if place < len(words) and (said := words[place]):
            if together:
                found.append(together)
                together = []
            found.append(said)
    if together:
        found.append(together)
    return found


def _tokens(parts: list[list[str] | str]) -> str:
    return " ".join(part if isinstance(part, str) else _pairs(part) for part in parts)


def _words_within(part: str) -> str | None:
    """Return the tokens of a text between Chinese, None where folding makes Chinese of some of it."""
    return _words_of_mark(part) if len(part) <= _LONGEST_MARK else _words_of(part)


@lru_cache(maxsize=10_000)
def _words_of_mark(part: str) -> str | None:
    return _words_of(part)


def _words_of(part: str) -> str | None:
    folded = fold(part)
    if _HAS_HAN.search(folded):
        return None
    return " ".join(found[0][:LONGEST_TOKEN] for found in _TOKEN.finditer(folded))


def _pairs(parts: list[str]) -> str:
    """Return the tokens of runs of Chinese: all characters at once, each beside the one that follows it."""
    first = array(_WIDE, " ".join(parts).encode(_CODED, "surrogatepass"))
    size = len(first)
    pairs = array(_WIDE, _BLANK * (3 * size))
    pairs[0::3] = first
    pairs[1 : 3 * size - 2 : 3] = first[1:]
    end = -1
    for part in parts[:-1]:
        end += len(part) + 1
        # The blank between two runs begins no pair.
        pairs[3 * end + 1] = _BLANK_CODE
    return pairs.tobytes().decode(_CODED, "surrogatepass").replace("     ", " ").rstrip()


@dataclass(frozen=True)
class Phrase:
    """Tokens that follow one another; the last one may be the beginning of a token only."""

    tokens: tuple[str, ...]
    is_prefix: bool = False

    def __bool__(self) -> bool:
        return bool(self.tokens)


def query_phrase(folded: str, *, unfinished: bool = False) -> Phrase:
    """Return what `index_tokens` has wherever the folded text occurs within another.

    Args:
        folded: a word, a phrase, a house number.
        unfinished: somebody is still typing the last word.
    """
    tokens: list[str] = []
    found = list(runs(folded))
    for number, (run, han) in enumerate(found, start=1):
        is_last = number == len(found)
        if not han:
            tokens.append(run[:LONGEST_TOKEN])
            continue
        tokens.extend(first + second for first, second in pairwise(run))
        # A text may go on after the last run; within the phrase, what follows a run is known.
        if len(run) == 1 or not is_last:
            tokens.append(run[-1])
    if not found:
        return Phrase(())
    last, last_is_han = found[-1]
    is_prefix = len(last) == 1 if last_is_han else unfinished
    return Phrase(tuple(tokens), is_prefix=is_prefix)
