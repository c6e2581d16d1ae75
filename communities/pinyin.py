"""Addresses from names: 乌衣巷社区 → `wuyixiang`.

Readings come from pypinyin's dictionary of phrases, corrected by `data/pinyin-overrides.csv` (places whose
reading is their own, such as 大栅栏 and 铅山, and words of every day that the dictionary misreads). pypinyin
costs some 30 MB of memory, so it is imported on first use only.
"""

import csv
import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from communities.reserved import is_reserved

LONGEST = 80
_OVERRIDES = Path(__file__).parent / "data" / "pinyin-overrides.csv"
# What every name has and no address needs; a village keeps its 村, which tells it from the community of that
# name.
_GENERIC = ("虚拟社区", "虚拟生活区", "社区", "街道", "地区", "镇", "乡")
_GENERIC_OF_DISTRICTS = ("新区", "区", "县", "市", "旗")
_LATIN = re.compile(r"[a-z0-9]+")


@cache
def _overrides() -> dict[str, list[str]]:
    with _OVERRIDES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["pinyin"].split() for row in csv.DictReader(file)}


@cache
def _splitter() -> re.Pattern[str]:
    longest_first = sorted(_overrides(), key=len, reverse=True)
    return re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")


def syllables(text: str) -> list[str]:
    """Return the syllables of `text` in lower-case ASCII; Latin letters and digits stay together, the rest is
    dropped.

    ü is written `v`, as it is typed.
    """
    Style, lazy_pinyin = _reader()  # noqa: N806 - a class
    found: list[str] = []
    for part in _splitter().split(unicodedata.normalize("NFKC", text).lower()):
        if part in _overrides():
            found += _overrides()[part]
        elif part:
            for syllable in lazy_pinyin(part, style=Style.NORMAL, v_to_u=False):
                found += _LATIN.findall(_plain(syllable))
    return found


@cache
def _reader() -> tuple[Any, Any]:
    """Return pypinyin's styles and its reader. Its dictionary has a list for each character of each phrase;
    those that say the same become one, which halves what it takes.
    """
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    known: dict[tuple[str, ...], list[str]] = {}
    for listed in PHRASES_DICT.values():
        listed[:] = [known.setdefault(tuple(readings), readings) for readings in listed]
    return Style, lazy_pinyin


def slug_base(short_name: str, *, is_district: bool = False) -> str:
    """Return the address that `short_name` would have were it alone; "" where nothing can be read."""
    words = syllables(_stem(short_name, _GENERIC_OF_DISTRICTS if is_district else _GENERIC))
    slug = ""
    for word in words:
        if len(slug) + len(word) > LONGEST:
            break
        slug += word
    return slug


def unique_slug(base: str, *, taken: Collection[str], fallback: str) -> str:
    """Return `base`, or with `-2`, `-3` … the first address that is neither taken nor reserved.

    Args:
        base: the wish; may be empty.
        taken: addresses of all siblings, and those that must not be used again.
        fallback: used where `base` is empty; begins with a letter.
    """
    wish = base or fallback
    slug, number = wish, 1
    while slug in taken or is_reserved(slug):
        number += 1
        slug = f"{wish}-{number}"
    return slug


def _stem(name: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def _plain(syllable: str) -> str:
    """Reduce accented Latin letters to plain ones."""
    decomposed = unicodedata.normalize("NFKD", syllable)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
