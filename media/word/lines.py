"""Lines of words: neighbours joined, ends trimmed, raised digits kept."""

import re
from collections.abc import Iterable
from typing import Final

from mammoth import documents

from media.word.blocks import Line, Words, text_of

_RAISED: Final = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_VERTICAL: Final = documents.VerticalAlignment


def moved_up_or_down(line: Line, alignment: str) -> Line:
    """Write raised and lowered digits with the characters that Unicode has for them: m²."""
    table = {_VERTICAL.superscript: _RAISED, _VERTICAL.subscript: _LOWERED}.get(alignment)
    if table is None or re.fullmatch(r"[\d+\-()n]+", text_of(line)) is None:
        return line
    return tuple(Words(words.text.translate(table), words.is_bold, words.link) for words in line)


def joined(words: Iterable[Words]) -> Line:
    """Return the words with neighbours of one kind as one."""
    line: list[Words] = []
    for one in words:
        if not one.text:
            continue
        if line and (line[-1].is_bold, line[-1].link) == (one.is_bold, one.link):
            line[-1] = Words(line[-1].text + one.text, one.is_bold, one.link)
        else:
            line.append(one)
    return tuple(line)


def trimmed(line: Line) -> Line:
    """Return a line without the spaces that indent it, or fill it up."""
    words = list(line)
    while words and not words[0].text.strip():
        del words[0]
    while words and not words[-1].text.strip():
        del words[-1]
    if words:
        words[0] = Words(words[0].text.lstrip(), words[0].is_bold, words[0].link)
        words[-1] = Words(words[-1].text.rstrip(), words[-1].is_bold, words[-1].link)
    return tuple(words)
