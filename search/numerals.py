"""Numbers that are written in several ways: 66号 and 六十六号, 96110 and 九六一一〇, 88624471 and
8862-4471.
"""

import re
from itertools import accumulate
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_VALUES: Final = {**{char: value for value, char in enumerate(_DIGITS)}, "零": 0, "两": 2}
_STEPS: Final = {"十": 10, "百": 100, "千": 1000}
CHARACTERS: Final = "〇零一二三四五六七八九十百千两"
_RUN: Final = re.compile(rf"[{CHARACTERS}]+")
_FIGURES: Final = re.compile(r"[0-9]+")
_LARGEST: Final = 9999
_TELEPHONE: Final = re.compile(r"[0-9]{3,12}(?:-[0-9]{3,8}){0,2}")
# How the digits of a telephone number are parted, by how many they are.
_PARTED: Final = {
    7: ((3, 4),),
    8: ((4, 4),),
    10: ((3, 3, 4), (3, 4, 3), (3, 7)),
    11: ((3, 4, 4), (3, 8), (4, 7)),
    12: ((4, 8), (4, 4, 4)),
}


def spelled_otherwise(text: str) -> list[str]:
    """Return `text` with its numbers in the other writing; nothing where there are none."""
    if _FIGURES.search(text):
        found = {_FIGURES.sub(lambda run: in_characters(run[0]), text)}
        found.add(_FIGURES.sub(lambda run: "".join(_DIGITS[int(digit)] for digit in run[0]), text))
        return sorted(found - {text})
    if _RUN.search(text):
        return sorted({_RUN.sub(lambda run: in_figures(run[0]), text)} - {text})
    return []


def telephone_forms(text: str) -> list[str]:
    """Return the other ways of writing a telephone number, with and without hyphens; nothing for what is
    none.
    """
    digits = text.replace("-", "")
    if _TELEPHONE.fullmatch(text) is None or len(digits) not in _PARTED:
        return []
    found = [digits]
    for sizes in _PARTED[len(digits)]:
        ends = list(accumulate(sizes))
        found.append("-".join(digits[end - size : end] for size, end in zip(sizes, ends, strict=True)))
    return [form for form in found if form != text]


def in_characters(figures: str) -> str:
    """Return 六十六 for 66; a longer one, as a telephone's, digit by digit."""
    number = int(figures)
    if number == 0 or number > _LARGEST or figures.startswith("0"):
        return "".join(_DIGITS[int(digit)] for digit in figures)
    parts = []
    digits = str(number)
    for place, digit in enumerate(digits):
        step = ("", "十", "百", "千")[len(digits) - place - 1]
        if digit != "0":
            parts.append(_DIGITS[int(digit)] + step)
        elif parts and parts[-1] != "零" and digits[place:].strip("0"):
            parts.append("零")
    said = "".join(parts)
    return said[1:] if said.startswith("一十") else said


def in_figures(characters: str) -> str:
    """Return 66 for 六十六, 96110 for 九六一一〇; what is no number as it is."""
    if not any(char in _STEPS for char in characters):
        return "".join(str(_VALUES[char]) for char in characters)
    total, digit = 0, None
    for char in characters:
        if char in _STEPS:
            total += (1 if digit is None else digit) * _STEPS[char]
            digit = None
        else:
            digit = _VALUES[char]
    return str(total + (digit or 0))
