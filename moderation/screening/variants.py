"""One form for the many ways to write a word: full width, capitals, traditional, with spaces or marks
inside.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import product

# Beyond that many characters a word has too many spellings that mix characters and pinyin.
MIXED_AT_MOST = 4


@dataclass(frozen=True)
class Normal:
    """A text in normal form. `origin[i]` is the place in the text from which the form's i-th character
    came.
    """

    form: str
    origin: tuple[int, ...]


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified character of each traditional one that has one; some 50 ms, once a process."""
    from opencc_purepy import OpenCC

    # The common block; rarer ideographs have hardly a simplified form.
    every = "".join(chr(code) for code in range(0x3400, 0xA000))
    simple = OpenCC("t2s").convert(every)
    if len(simple) != len(every):
        # One of them became a pair: take them singly.
        simple = "".join(OpenCC("t2s").convert(char)[:1] or char for char in every)
    return {ord(old): new for old, new in zip(every, simple, strict=True) if old != new}


def normal(text: str) -> Normal:
    """Return `text` in normal form: NFKC, lower case, simplified, without blanks, marks and what can't be
    seen.
    """
    form: list[str] = []
    origin: list[int] = []
    simple = _simplified()
    for place, char in enumerate(text):
        if char.isascii():
            # Most of what is typed in Latin letters needs nothing else.
            if char.isalnum():
                form.append(char.lower())
                origin.append(place)
            continue
        for plain in unicodedata.normalize("NFKC", char).lower():
            if unicodedata.category(plain)[0] in "LN":
                form.append(simple.get(ord(plain), plain))
                origin.append(place)
    return Normal("".join(form), tuple(origin))


def spellings(form: str) -> list[tuple[str, bool]]:
    """Return how a word in normal form may be written, each with whether pinyin is in it.

    A word of Chinese characters may have some or all of them in pinyin (`加wei信`, `jiaweixin`).
    """
    if not all("\u4e00" <= char <= "\u9fff" for char in form):
        return [(form, False)]
    syllables = [_syllable(char) for char in form]
    if len(form) > MIXED_AT_MOST:
        return [(form, False), ("".join(syllables), True)]
    found = {"".join(parts) for parts in product(*zip(form, syllables, strict=True))}
    return [(form, False), *((spelling, True) for spelling in sorted(found - {form}))]


def _syllable(char: str) -> str:
    from communities.pinyin import syllables

    return "".join(syllables(char)) or char
