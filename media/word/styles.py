"""What the styles of a document say of a paragraph, by themselves or by the style that they are based on."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from media.word import outline
from media.word.tags import WORD, children, first, is_on, value_of, whole, words_in

_CONTENTS: Final = re.compile(r"toc|目录", re.IGNORECASE)
# Word's levels of the outline count from 0; 9 is plain text.
_DEEPEST: Final = 5


class Styles:
    """The styles of one document."""

    def __init__(self, tree: Element | None) -> None:
        self._tree = tree
        self._by_id = {one.get("w:styleId"): one.element for one in children(tree, "w:style")}
        self._added: dict[int, str] = {}

    def hides(self, key: str) -> bool:
        """Return whether words of that style are not shown."""
        return any(is_on(first(style, "w:rPr"), "w:vanish") for style in self._chain(key))

    def numbered(self, key: str) -> tuple[str, str] | None:
        """Return list and depth (“” where it says none) that number paragraphs of that style."""
        for style in self._chain(key):
            numbered = first(first(style, "w:pPr"), "w:numPr")
            if numbered is not None and value_of(numbered, "w:numId"):
                return value_of(numbered, "w:numId"), value_of(numbered, "w:ilvl")
        return None

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, by its style or its place in the outline; 0 for other paragraphs."""
        properties = first(paragraph, "w:pPr")
        styles = list(self._chain(value_of(properties, "w:pStyle")))
        names = [value_of(style, "w:name") for style in styles]
        if any(outline.is_title_style(name) or _CONTENTS.match(name) for name in names[:1]):
            return 0
        by_name = next((level for name in names if (level := outline.style_level(name))), 0)
        if by_name:
            return by_name
        said = next((level for one in (properties, *_looks(styles)) if (level := _outline_of(one))), 0)
        text = words_in(paragraph, "w:t").strip()
        return said if outline.may_be_heading(text) else 0

    def mark_heading(self, paragraph: Element, level: int) -> None:
        """Give a paragraph the plain style of headings of that level."""
        properties = first(paragraph, "w:pPr")
        style = first(properties, "w:pStyle")
        if properties is None or self._tree is None:
            return
        if style is None:
            style = Element(f"{{{WORD}}}pStyle")
            properties.insert(0, style)
        style.set(f"{{{WORD}}}val", self._added.get(level) or self._add(self._tree, level))

    def _add(self, tree: Element, level: int) -> str:
        key = f"outline-{level}"
        style = ElementTree.SubElement(
            tree, f"{{{WORD}}}style", {f"{{{WORD}}}type": "paragraph", f"{{{WORD}}}styleId": key}
        )
        ElementTree.SubElement(style, f"{{{WORD}}}name", {f"{{{WORD}}}val": f"heading {level}"})
        self._added[level] = key
        return key

    def _chain(self, key: str) -> Iterator[Element]:
        """Give a style, the one that it is based on, and so on."""
        seen: set[str] = set()
        while key in self._by_id and key not in seen:
            seen.add(key)
            yield self._by_id[key]
            key = value_of(self._by_id[key], "w:basedOn")


def _looks(styles: list[Element]) -> list[Element | None]:
    return [first(style, "w:pPr") for style in styles]


def _outline_of(properties: Element | None) -> int:
    said = value_of(properties, "w:outlineLvl")
    level = whole(said) + 1 if said else 0
    return level if level <= _DEEPEST else 0
