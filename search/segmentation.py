"""Cutting Chinese into words. The dictionary costs memory and is loaded by whoever cuts first."""

import re
from typing import Final

_HAS_HAN: Final = re.compile("[\u3400-\u9fff]")


def cut(text: str) -> list[str]:
    """Return the words of `text` in order, without blanks and marks."""
    if not text:
        return []
    if _HAS_HAN.search(text) is None:
        return [word for word in re.split(r"[\W_]+", text) if word]
    import rjieba

    return [word for word in rjieba.cut(text) if word[0].isalnum()]
