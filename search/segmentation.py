"""Cutting Chinese into words. The dictionary costs memory and is loaded by whoever cuts first."""

import re
from typing import Final

_HAS_HAN: Final = re.compile("[\u3400-\u9fff]")


def cut(text: str, *, guess: bool = True) -> list[str]:
    """Return the words of `text` in order, without blanks and marks.

    Args:
        text: folded.
        guess: also make words of characters that the dictionary does not know as one.
    """
    if not text:
        return []
    if _HAS_HAN.search(text) is None:
        return [word for word in re.split(r"[\W_]+", text) if word]
    import rjieba

    return [word for word in rjieba.cut(text, guess) if word[0].isalnum()]


def is_guessed(word: str) -> bool:
    """Return whether the dictionary does not have `word`."""
    import rjieba

    return not rjieba.has_word(word)


def kind_of_word(word: str) -> str:
    """Return the part of speech of one word as the dictionary notes it: `n`, `v`, `vn`, `a` …; of several,
    that of the last, which says what the others are about.
    """
    import rjieba

    tagged = rjieba.tag(word, False)
    return str(tagged[-1][1]) if tagged else "x"
