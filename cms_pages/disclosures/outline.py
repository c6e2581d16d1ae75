"""A disclosure as a reader goes through it: sections, blocks, rows, each with the place that remarks name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from design.formatting import safe_text
from media.tables.table import Table

PARAGRAPH, TABLE, IMAGE = "paragraph", "table", "image"


@dataclass(frozen=True)
class Row:
    """One row of a table, with the text of its cells."""

    place: str
    label: str
    cells: list[str]


@dataclass(frozen=True)
class Part:
    """One block of a section.

    Attributes:
        place: the block's id.
        label: where it is, in words.
        kind: paragraph, table or image.
        block: the bound block, to be rendered.
        lines: its text, a line a paragraph or row; a table's first is its head.
        rows: a table's rows.
    """

    place: str
    label: str
    kind: str
    block: Any
    lines: list[str]
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """One element of the item, with what it holds."""

    place: str
    name: str
    parts: list[Part]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said in it."""
        return not any(part.kind == IMAGE or any(part.lines) for part in self.parts)


def outline(content: Any) -> list[Section]:
    """Return the sections of a disclosure's body (a value of its `StreamField`), in their order."""
    return [_section(child) for child in content if child.block_type == "section"]


def _section(child: Any) -> Section:
    name = safe_text(child.value["name"]).strip()
    parts = [_part(inner, name, number) for number, inner in enumerate(child.value["content"], start=1)]
    return Section(place=child.id or "", name=name, parts=parts)


def _part(block: Any, section: str, number: int) -> Part:
    place, value = block.id or "", block.value
    if isinstance(value, Table):
        rows = list(_rows(value, place, section))
        raw = value.as_raw()
        head = " | ".join(column.heading for column in value.columns)
        lines = [line for line in (value.caption, head) if line]
        lines += [" | ".join(row.cells) for row in rows]
        lines += [" | ".join([value.totals_label, *raw.totals[1:]])] if raw.totals else []
        lines += [value.note] if value.note else []
        if not any(any(row.cells) for row in rows):
            lines = []  # a grid in which nothing was typed
        return Part(place, _("“%(name)s”的表格") % {"name": section}, TABLE, block, lines, rows)
    if block.block_type == TABLE:  # a grid that was left blank
        return Part(place, _("“%(name)s”的表格") % {"name": section}, TABLE, block, [])
    if isinstance(value, RichText):
        label = _("“%(name)s”第%(number)d段") % {"name": section, "number": number}
        return Part(place, label, PARAGRAPH, block, list(_lines(value.source)))
    label = _("“%(name)s”的图片") % {"name": section}
    alternative = getattr(value, "contextual_alt_text", "") or "" if value else ""
    return Part(place, label, IMAGE, block, [alternative] if alternative else [])


def _rows(table: Table, place: str, section: str) -> Iterator[Row]:
    for number, cells in enumerate(table.as_raw().rows, start=1):
        words = {
            "name": section,
            "number": number,
            "first": Truncator(next(filter(None, cells), "")).chars(20),
        }
        yield Row(f"{place}:{number}", _("“%(name)s”表格第%(number)d行（%(first)s）") % words, cells)


def _lines(html: str) -> Iterator[str]:
    broken = html.replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n").replace("<br>", "\n")
    for line in strip_tags(broken).splitlines():
        if text := safe_text(line).strip():
            yield text


def places(sections: Iterable[Section], *, most_rows: int | None = None) -> dict[str, str]:
    """Return the words for each place of a disclosure to which a remark may be attached; "" is the whole.

    With `most_rows`, only so many rows of a table are places of their own, so that a form does not grow
    for ever.
    """
    named = {"": _("整份内容")}
    for section in sections:
        named[section.place] = _("“%(name)s”") % {"name": section.name}
        for part in section.parts:
            named[part.place] = part.label
            named.update({row.place: row.label for row in part.rows[:most_rows]})
    return named


def text_of(content: Any) -> list[str]:
    """Return all lines of a disclosure, for search and excerpts."""
    return [line for section in outline(content) for part in section.parts for line in part.lines]
