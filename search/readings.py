"""How Chinese sounds: pinyin, its initials, and the splitting of what is typed without tones and blanks."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from communities.pinyin import syllables
from search import analysis
from search.segmentation import cut

_MOST_SPLITS: Final = 3
_LONGEST_LATIN: Final = 40
_LATIN: Final = re.compile(r"[a-z]+")
# What many speakers don't tell apart, as most input methods allow: zh/z, ch/c, sh/s, -ng/-n, lü/lv.
_BEGINNINGS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def blurred(syllable: str) -> str:
    """Return one spelling for the syllables that many people don't tell apart."""
    for clear, blurry in _BEGINNINGS:
        if syllable.startswith(clear):
            syllable = blurry + syllable[len(clear) :]
            break
    return syllable[:-1] if syllable.endswith("ng") and len(syllable) > 3 else syllable


@lru_cache(maxsize=50_000)
def word_syllables(word: str) -> tuple[str, ...]:
    """Return the blurred syllables of one word; words repeat, so that most are known."""
    return tuple(map(blurred, syllables(word)))


@lru_cache(maxsize=50_000)
def _spelling_of_word(word: str) -> str:
    return "".join(syllables(word))


def pinyin_tokens(words: Iterable[str]) -> str:
    """Return the syllables of the words of a text, parted by blanks, as the index keeps them."""
    return " ".join(syllable for word in words for syllable in word_syllables(word))


def spelling_of(words: Iterable[str]) -> str:
    """Return how words are typed without tones and blanks, nothing blurred: 食堂 → `shitang`."""
    return "".join(map(_spelling_of_word, words))


@lru_cache(maxsize=50_000)
def initials_of(word: str) -> str:
    """Return the first letters of the syllables of a word: 低保 → `db`."""
    return "".join(syllable[0] for syllable in word_syllables(word))


def initials_tokens(*texts: Iterable[str]) -> str:
    """Return the initials of the words of some texts, of neighbours together, and of each whole text."""
    return _initials([list(map(_sound_of, words)) for words in texts])


def sound_tokens(title: str, keywords: str) -> tuple[str, str]:
    """Return `pinyin_tokens` and `initials_tokens` of a folded title and its keywords, cut only once."""
    heard = [list(map(_sound_of, cut(text))) for text in (title, *keywords.split())]
    return " ".join(spoken for words in heard for spoken, _first in words if spoken), _initials(heard)


@lru_cache(maxsize=50_000)
def _sound_of(word: str) -> tuple[str, str]:
    """Return the syllables of a word, parted by blanks, and its initials, "" where it is not Chinese."""
    return " ".join(word_syllables(word)), initials_of(word) if analysis.is_han(word) else ""


def _initials(heard: list[list[tuple[str, str]]]) -> str:
    tokens: dict[str, None] = {}
    for sounds in heard:
        words = [initials for _spoken, initials in sounds if initials]
        for token in (*words, *map("".join, pairwise(words)), "".join(words)):
            if len(token) > 1:
                tokens[token[: analysis.LONGEST_TOKEN]] = None
    return " ".join(tokens)


@cache
def _syllables() -> frozenset[str]:
    """Return every syllable of Chinese as it is typed: without tones, ü as v."""
    from pypinyin.constants import PINYIN_DICT

    readings = {reading for listed in PINYIN_DICT.values() for reading in listed.split(",")}
    plain = {_without_tone(reading) for reading in readings}
    return frozenset(syllable for syllable in plain if _LATIN.fullmatch(syllable))


def _without_tone(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    # What is left of ǖ, ǘ, ǚ and ǜ are two marks on a u.
    decomposed = re.sub("u\u0308", "v", decomposed)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def splits(latin: str, *, unfinished: bool = False) -> list[tuple[str, ...]]:
    """Return how letters typed without blanks can be read as syllables, the fewest syllables first.

    Args:
        latin: lower-case letters: `dibao`.
        unfinished: the last syllable may be only begun.
    """
    if len(latin) > _LONGEST_LATIN or _LATIN.fullmatch(latin) is None:
        return []
    known = _syllables()
    ways: list[list[tuple[str, ...]]] = [[] for _place in range(len(latin) + 1)]
    ways[0] = [()]
    for end in range(1, len(latin) + 1):
        found: list[tuple[str, ...]] = []
        for start in range(max(0, end - 6), end):
            part = latin[start:end]
            begun = unfinished and end == len(latin) and any(name.startswith(part) for name in known)
            if ways[start] and (part in known or begun):
                found.extend((*way, part) for way in ways[start])
        ways[end] = sorted(found, key=lambda way: (len(way), way))[:_MOST_SPLITS]
    return ways[-1]
