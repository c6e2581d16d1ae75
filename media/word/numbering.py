"""The numbers that Word draws before paragraphs without writing them: “一、”, “（一）”, “1.1”, points.

Lists with points, and plain ones that count from 1, stay lists. Any other number becomes words: HTML has no
“（一）”, and a list that goes on after a paragraph would begin at 1 again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from media.word.styles import Styles
from media.word.tags import children, first, is_on, value_of, whole

_SIMPLE: Final = re.compile(r"[（(]?%\d[.、．)）]?")
_HAN: Final = "〇一二三四五六七八九"
_CHINESE: Final = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand"),
    *("ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"),
}
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_ROMAN: Final = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one depth of a list is numbered."""

    layout: str
    text: str
    start: int
    style: str = ""
    is_legal: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it has a point (or nothing) rather than a number."""
        return self.layout in ("bullet", "none") or not self.text

    @property
    def is_simple(self) -> bool:
        """Whether HTML's lists can show it."""
        return self.is_point or (
            self.layout == "decimal" and _SIMPLE.fullmatch(self.text.strip()) is not None
        )


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph, and whether its list begins there as HTML begins one."""

    text: str
    is_first: bool


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._styles = styles
        # An abstract list may only name a style, whose own list says how it counts.
        named: dict[str, str] = {}
        for one in children(numbering, "w:abstractNum"):
            key = one.get("w:abstractNumId")
            self._levels[key] = dict(_levels(one.element))
            named[key] = value_of(one.element, "w:numStyleLink")
        for one in children(numbering, "w:num"):
            key = one.get("w:numId")
            self._abstract[key] = value_of(one.element, "w:abstractNumId")
            for override in children(one.element, "w:lvlOverride"):
                start = value_of(override.element, "w:startOverride")
                if start.isdecimal():
                    self._starts[key, whole(override.get("w:ilvl"))] = int(start)
        for key, style in named.items():
            of_style = styles.numbered(style)
            if of_style is not None and not self._levels[key]:
                self._levels[key] = self._levels.get(self._abstract.get(of_style[0], ""), {})

    def place_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return list and depth of a paragraph, by itself or by its style; None where it is in none."""
        properties = first(paragraph, "w:pPr")
        own = first(properties, "w:numPr")
        style = value_of(properties, "w:pStyle")
        if own is not None and value_of(own, "w:numId"):
            key, depth = value_of(own, "w:numId"), whole(value_of(own, "w:ilvl"))
        elif (of_style := self._styles.numbered(style)) is not None:
            key, said = of_style
            depth = whole(said) if said else self._depth_of(key, style)
        else:
            return None
        return (key, depth) if self.level(key, depth) is not None else None

    def _depth_of(self, key: str, style: str) -> int:
        """Return the depth that a list keeps for a style, as Word does for headings; else the first."""
        levels = self._levels.get(self._abstract.get(key, ""), {})
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def level(self, key: str, depth: int) -> Level | None:
        """Return how that depth of that list is numbered."""
        return self._levels.get(self._abstract.get(key, ""), {}).get(depth)

    def count(self, key: str, depth: int) -> Label:
        """Count one more paragraph there, and return what stands before it."""
        counters = self._counters.setdefault(self._counter_key(key), {})
        if depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = self._start(key, depth)
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        level = self.level(key, depth)
        is_first = level is not None and (level.is_point or counters[depth] == 1)
        return Label(self._text(key, level), is_first)

    def _text(self, key: str, level: Level | None) -> str:
        if level is None or level.is_point:
            return ""
        counters = self._counters.get(self._counter_key(key), {})

        def written(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            layout = self.level(key, other)
            number = counters.get(other, self._start(key, other))
            return _written(number, layout.layout if layout and not level.is_legal else "decimal")

        return re.sub(r"%(\d)", written, level.text)

    def _counter_key(self, key: str) -> str:
        is_own = any(number == key for number, _depth in self._starts)
        return f"own {key}" if is_own else self._abstract.get(key, key)

    def _start(self, key: str, depth: int) -> int:
        level = self.level(key, depth)
        return self._starts.get((key, depth), level.start if level else 1)


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for one in children(abstract, "w:lvl"):
        start = value_of(one.element, "w:start")
        yield (
            whole(one.get("w:ilvl")),
            Level(
                layout=value_of(one.element, "w:numFmt") or "decimal",
                text=value_of(one.element, "w:lvlText"),
                start=int(start) if start.isdecimal() else 1,
                style=value_of(one.element, "w:pStyle"),
                is_legal=is_on(one.element, "w:isLgl"),
            ),
        )


def _written(number: int, layout: str) -> str:
    if layout in _CHINESE:
        return chinese(number)
    if layout == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if layout in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if layout == "upperLetter" else letter
    if layout in ("upperRoman", "lowerRoman") and 0 < number < 400:
        return _roman(number).upper() if layout == "upperRoman" else _roman(number)
    if layout.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return f"{number:02d}" if layout == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """Write a number below a hundred as Chinese documents count: 十一, 二十."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
