"""Formulas on one line, so that no bar and no raised number is lost: (收入−支出)/户数, x^2."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from media.word.tags import first, short

_BETWEEN: Final = {
    "m:f": ("m:num", "/", "m:den"),
    "m:sSup": ("m:e", "^", "m:sup"),
    "m:sSub": ("m:e", "_", "m:sub"),
}
_PROPERTIES: Final = "Pr"


def formula(element: Element) -> str:
    """Return a formula as it is typed on one line."""
    return "".join(_parts(element))


def _parts(element: Element) -> Iterator[str]:
    for child in element:
        tag = short(child.tag)
        if tag == "m:t":
            yield child.text or ""
        elif tag in _BETWEEN:
            before, sign, after = _BETWEEN[tag]
            yield f"{_grouped(first(child, before))}{sign}{_grouped(first(child, after))}"
        elif tag == "m:rad":
            yield f"√{_grouped(first(child, 'm:e'))}"
        elif tag == "m:d":
            yield f"({formula(child)})"
        elif not tag.endswith(_PROPERTIES):
            yield from _parts(child)


def _grouped(part: Element | None) -> str:
    text = formula(part) if part is not None else ""
    return text if text.isalnum() else f"({text})"
