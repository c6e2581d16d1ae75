"""Taking words, a file, a picture, or cells of a table out of what is stored of a disclosure."""

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from media.tables.checking import TOTALS, place_name
from media.tables.masking import Place, cell_at, is_table, masked
from media.tables.presentation import heading_column
from media.tables.table import Table
from media.tables.values import MASKED, shown, typed

# Ids, types and file names of blocks are not words of people.
_NO_WORDS = frozenset({"id", "type"})
_TAG = re.compile(r"(<[^<>]*>)")


class Eraser:
    """Takes something out of anything that JSON can hold. What, a subclass says."""

    def erase(self, data: Any) -> Any:
        """Return `data` without it."""
        if isinstance(data, str):
            return self.without(data)
        if isinstance(data, list):
            return [self.erase(inner) for inner in data if not self.is_it(inner)]
        if not isinstance(data, dict):
            return data
        if data.get("type") == "table" and is_table(data.get("value")):
            table = Table.from_json(data["value"])
            return {**data, "value": self.without_cells(table, str(data.get("id", ""))).as_json()}
        return {key: value if key in _NO_WORDS else self.erase(value) for key, value in data.items()}

    def without(self, text: str) -> str:
        """Return a text without it."""
        return text

    def is_it(self, data: Any) -> bool:
        """Return whether `data` is it as a whole, and goes."""
        return False

    def without_cells(self, table: Table, block: str) -> Table:
        """Return the table of the block with that id without it."""
        return table


class WordEraser(Eraser):
    """Takes out words: in texts wherever they stand, in a cell of another kind where they are all of it.

    Args:
        text: the words.
    """

    def __init__(self, text: str) -> None:
        self._whole = text.strip()
        escaped = {text, html.escape(text), html.escape(text, quote=False)}
        self._words = re.compile("|".join(map(re.escape, sorted(escaped, key=len, reverse=True))))

    def without(self, text: str) -> str:
        # Names of tags and what stands in them are not words of people either.
        parts = [part if _TAG.fullmatch(part) else self._words.sub(MASKED, part) for part in _TAG.split(text)]
        return "".join(parts)

    def without_cells(self, table: Table, block: str) -> Table:
        kinds = [column.kind for column in table.columns]
        hit: list[Place] = []

        def line(row: tuple[Any, ...], number: int) -> tuple[Any, ...]:
            cells = list(row)
            for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                if kind == "text":
                    cells[place] = self.without(cell) if isinstance(cell, str) else cell
                elif cell is not None and self._whole in (shown(cell, kind), typed(cell, kind)):
                    hit.append((number, place))
            return tuple(cells)

        cleaned = replace(
            table,
            columns=tuple(
                replace(column, title=self.without(column.title), unit=self.without(column.unit))
                for column in table.columns
            ),
            rows=tuple(line(row, number) for number, row in enumerate(table.rows, start=1)),
            totals=None if table.totals is None else line(table.totals, TOTALS),
            totals_label=self.without(table.totals_label),
            caption=self.without(table.caption),
            note=self.without(table.note),
        )
        return masked(cleaned, hit) if hit else cleaned


class FileEraser(Eraser):
    """Takes out an attached file and the links to it.

    Args:
        key: of the document.
    """

    def __init__(self, key: int) -> None:
        self._key = key
        self._link = re.compile(
            rf'<a\b[^>]*\bid="{key}"[^>]*\blinktype="document"[^>]*>.*?</a>|'
            rf'<a\b[^>]*\blinktype="document"[^>]*\bid="{key}"[^>]*>.*?</a>',
            re.DOTALL,
        )

    def without(self, text: str) -> str:
        return self._link.sub(MASKED, text)

    def is_it(self, data: Any) -> bool:
        if not isinstance(data, dict) or "element" not in data:
            return False
        return self._key in (data.get("document"), data.get("document_id"))


class PictureEraser(Eraser):
    """Puts a paragraph with the reason in the place of a picture.

    Args:
        key: of the picture.
        reason: why, which everybody reads.
    """

    def __init__(self, key: int, reason: str) -> None:
        self._key = key
        words = html.escape(
            _("%(mark)s图片，理由：%(reason)s") % {"mark": MASKED, "reason": reason}, quote=False
        )
        # The editor keeps a paragraph with a key as it is, so that it can be found when the mask is lifted.
        self._note = f'<p data-block-key="mask{key}">{words}</p>'

    def erase(self, data: Any) -> Any:
        if isinstance(data, dict) and data.get("type") == "image" and picture_key(data) == self._key:
            return {**data, "type": "paragraph", "value": self._note}
        return super().erase(data)


def picture_key(block: dict[str, Any]) -> int | None:
    """Return the key of the picture in a stored block of that type."""
    value = block.get("value")
    key = value.get("image") if isinstance(value, dict) else value
    return key if isinstance(key, int) else None


def picture_keys(data: Any) -> set[int]:
    """Return the keys of the pictures in anything that JSON can hold."""
    if isinstance(data, list):
        return {key for inner in data for key in picture_keys(inner)}
    if not isinstance(data, dict):
        return set()
    key = picture_key(data) if data.get("type") == "image" else None
    return {key} if key is not None else picture_keys(list(data.values()))


class CellEraser(Eraser):
    """Takes out cells of tables, also where an earlier version has the same row at another place.

    Args:
        cells: what stands at which places of which block's table now.
    """

    def __init__(self, cells: dict[str, tuple[Table, list[Place]]]) -> None:
        self._cells = cells

    def without_cells(self, table: Table, block: str) -> Table:
        now, places = self._cells.get(block, (table, []))
        wanted = [other for place in places for other in _same_cells(now, place, table)]
        return masked(table, wanted) if wanted else table


def _same_cells(now: Table, place: Place, other: Table) -> Iterable[Place]:
    """Return where a cell of `now` stands in another version of the table: in the rows that say in their
    heading that they are about the same, else at the same place with the same value.
    """
    number, column = place
    title = now.columns[column].title
    found = next((n for n, one in enumerate(other.columns) if one.title == title), None)
    if found is None:
        return []
    if number == TOTALS:
        return [(TOTALS, found)]
    heading = cell_at(now, (number, heading_column(now.columns)))
    rows = [
        row
        for row in range(1, len(other.rows) + 1)
        if heading not in (None, MASKED) and cell_at(other, (row, heading_column(other.columns))) == heading
    ]
    if not rows and cell_at(other, (number, found)) == cell_at(now, place):
        rows = [number]
    return [(row, found) for row in rows]


def described(cells: dict[str, tuple[Table, list[Place]]]) -> str:
    """Return the cells in words, with what stands in them: what the mask's row remembers."""
    lines = []
    for table, places in cells.values():
        for number, column in places:
            heading = table.columns[column]
            value = shown(cell_at(table, (number, column)), heading.kind)
            where = {"caption": table.caption, "place": place_name(number, heading.title), "value": value}
            lines.append(_("表格“%(caption)s”%(place)s：%(value)s") % where)
    return "\n".join(lines)
