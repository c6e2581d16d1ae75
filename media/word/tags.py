"""Names in WordprocessingML: short ones, whichever of the two editions of the standard a file follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

_OLD: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
WORD: Final = f"{_OLD}/wordprocessingml/2006/main"
DRAWING: Final = f"{_OLD}/drawingml/2006/wordprocessingDrawing"
GRAPHIC: Final = f"{_OLD}/drawingml/2006/main"
_PREFIXES: Final = {
    WORD: "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OLD}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    GRAPHIC: "a",
    f"{_OLD}/drawingml/2006/picture": "pic",
    f"{_STRICT}/drawingml/picture": "pic",
    DRAWING: "wp",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"{_STRICT}/drawingml/main": "a",
    f"{_OLD}/drawingml/2006/chart": "c",
    f"{_OLD}/drawingml/2006/diagram": "dgm",
    f"{_OLD}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OLD}/markup-compatibility/2006": "mc",
    f"{_OLD}/package/2006/relationships": "rel",
    "urn:schemas-microsoft-com:vml": "v",
}


def short(name: str) -> str:
    """Return `{namespace}name` as `w:name`; what is of no known namespace stays as it is."""
    if not name.startswith("{"):
        return name
    namespace, _brace, local = name[1:].partition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else name


@dataclass(frozen=True, slots=True)
class Tagged:
    """An element whose attributes are asked for by short names."""

    element: Element

    def get(self, name: str) -> str:
        """Return an attribute; "" where there is none."""
        return next((text for key, text in self.element.attrib.items() if short(key) == name), "")


def children(parent: Element | None, tag: str) -> Iterator[Tagged]:
    """Give the children of that name."""
    for child in parent if parent is not None else ():
        if short(child.tag) == tag:
            yield Tagged(child)


def first(parent: Element | None, tag: str) -> Element | None:
    """Return the first child of that name."""
    return next((child.element for child in children(parent, tag)), None)


def value_of(parent: Element | None, tag: str) -> str:
    """Return `w:val` of the first child of that name; "" where there is none."""
    child = first(parent, tag)
    return Tagged(child).get("w:val") if child is not None else ""


def is_on(parent: Element | None, tag: str) -> bool:
    """Return whether a property is there and not switched off."""
    return first(parent, tag) is not None and value_of(parent, tag) not in ("0", "false", "off")


def words_in(element: Element, *tags: str) -> str:
    """Return the text of all elements of those names below `element`."""
    return "".join(part.text or "" for part in element.iter() if short(part.tag) in tags)


def whole(text: str) -> int:
    """Return a depth or a level; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
