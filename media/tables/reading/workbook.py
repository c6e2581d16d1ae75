"""Excel workbooks (.xlsx): judged before they are opened, read row by row, never calculated."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from lzma import LZMAError
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_from_string

from media.tables.kinds import Kind
from media.tables.reading.delimited import MAX_LINES
from media.tables.reading.grid import EMPTY, Grid, GridCell
from media.tables.table import MAX_COLUMNS, TableRefused, check_size

MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_RATIO: Final = 150
# Below this size a high ratio is no bomb: an almost empty sheet packs to nothing.
MIN_BOMB: Final = 1024 * 1024
MAX_SHEETS: Final = 60
# Columns are counted after hidden ones are left out.
READ_COLUMNS: Final = MAX_COLUMNS * 2
NAMED: Final = 5

_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECIMALS = re.compile(r"0\.(0+)")


def broken() -> TableRefused:
    """Return the refusal of a workbook that can't be opened."""
    return TableRefused(_("这个 Excel 文件打不开，可能已损坏。请在 Excel 或 WPS 里打开，另存为 .xlsx 再试。"))


@dataclass(slots=True)
class Layout:
    """What a sheet's own XML says and openpyxl's quick reader does not."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0

    def measure(self, row: Any) -> None:
        """Remember how far down and to the right something is written."""
        cells = [cell for cell in row if any(part.tag.rpartition("}")[2] in ("v", "is") for part in cell)]
        if cells:
            column, number = coordinate_from_string(cells[-1].get("r", "A1"))
            self.last_row = max(self.last_row, number)
            self.last_column = max(self.last_column, column_index_from_string(column))


class Workbook:
    """An opened workbook.

    Raises:
        TableRefused: it is damaged, a bomb, has macros, or no sheet.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = _judged(data)
        try:
            self._book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except (*_DAMAGE, AttributeError, IndexError):
            raise broken() from None
        self.sheets = [
            sheet.title
            for sheet in self._book.worksheets[:MAX_SHEETS]
            if getattr(sheet, "sheet_state", "visible") == "visible"
        ]
        if not self.sheets:
            raise TableRefused(_("工作簿里没有可以读取的工作表。"))

    def read(self, sheet: str) -> Grid:
        """Return what is visible on the sheet of that name.

        Raises:
            TableRefused: there is no such sheet, or it is damaged.
        """
        if sheet not in self.sheets:
            raise TableRefused(_("没有这个工作表，请重新选择。"))
        worksheet: Any = self._book[sheet]
        try:
            layout = self._layout(worksheet._worksheet_path)
            # What a sheet says of its own size is often wrong, and sometimes meant to be.
            worksheet.reset_dimensions()
            rows = [
                [_grid_cell(cell) for cell in row]
                for row in worksheet.iter_rows(max_row=MAX_LINES, max_col=READ_COLUMNS)
            ]
        except (*_DAMAGE, AttributeError, IndexError, RecursionError):
            raise broken() from None
        if layout.last_row > MAX_LINES or layout.last_column > READ_COLUMNS:
            check_size(layout.last_column, layout.last_row)
        return _visible(rows, layout, sheet)

    def _layout(self, path: str) -> Layout:
        layout = Layout()
        with self._archive.open(posixpath.normpath(path).lstrip("/")) as source:
            for _event, element in iterparse(source, forbid_dtd=True):
                tag = element.tag.rpartition("}")[2]
                if tag == "mergeCell" and len(layout.merged) < 10_000:
                    layout.merged.append(range_boundaries(element.get("ref", "A1")))
                elif tag == "row":
                    if element.get("hidden") in ("1", "true") and element.get("r"):
                        layout.hidden_rows.add(int(element.get("r")))
                    layout.measure(element)
                    element.clear()
                elif tag == "col" and element.get("hidden") in ("1", "true"):
                    first, last = int(element.get("min")), int(element.get("max"))
                    layout.hidden_columns.update(range(first, min(last, READ_COLUMNS + 1) + 1))
                elif tag == "c" and _is_uncalculated(element):
                    layout.uncalculated.append(element.get("r", ""))
        return layout


_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, ParseError, DefusedXmlException, KeyError, OSError),
    *(RuntimeError, TypeError, ValueError, NotImplementedError, OverflowError, EOFError),
)


def _judged(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except _DAMAGE:
        raise broken() from None
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise TableRefused(_("文件里有宏，不能读取。请另存为不带宏的 .xlsx 再试。"))
    if "xl/workbook.bin" in names:
        raise TableRefused(_("这是二进制工作簿（.xlsb）。请用“另存为”保存成 .xlsx 再试。"))
    if "mimetype" in names or "content.xml" in names:
        raise TableRefused(_("这是 OpenDocument 文件（.ods）。请用“另存为”保存成 .xlsx 再试。"))
    if not any(name.startswith("xl/worksheets/") for name in names):
        raise TableRefused(_("这不是 Excel 工作簿。可以读取 .xlsx 和 .csv 文件。"))
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > MIN_BOMB and unpacked > MAX_RATIO * max(len(data), 1)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_bomb:
        raise TableRefused(_("工作簿展开后太大。请把要公开的表复制到新的工作簿再试。"))
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            _judge_part(archive, entry)
    return archive


def _judge_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    try:
        with archive.open(entry) as part:
            start = part.read(4096).replace(b"\x00", b"")
            size = len(start)
            while chunk := part.read(1024 * 1024):
                size += len(chunk)
                if size > MAX_UNPACKED:
                    raise broken()
    except _DAMAGE:
        raise broken() from None
    if _DECLARATION.search(start):
        raise TableRefused(_("文件里有外部实体声明，不能读取。请在 Excel 或 WPS 里另存为 .xlsx 再试。"))


def _is_uncalculated(element: Any) -> bool:
    parts = {child.tag.rpartition("}")[2]: child.text for child in element}
    return "f" in parts and not parts.get("v") and element.get("t") != "str"


def _visible(rows: list[list[GridCell]], layout: Layout, name: str) -> Grid:
    _spread(rows, layout.merged)
    kept_rows = [place for place in range(len(rows)) if place + 1 not in layout.hidden_rows]
    width = max((len(row) for row in rows), default=0)
    kept_columns = [place for place in range(width) if place + 1 not in layout.hidden_columns]
    grid = Grid(
        rows=[
            [rows[row][place] if place < len(rows[row]) else EMPTY for place in kept_columns]
            for row in kept_rows
        ],
        name=name,
    )
    new_row = {row: number for number, row in enumerate(kept_rows)}
    new_column = {column: number for number, column in enumerate(kept_columns)}
    for left, top, right, _bottom in layout.merged:
        inside = [new_column[place] for place in range(left - 1, min(right, width)) if place in new_column]
        if len(inside) > 1 and top - 1 in new_row:
            grid.across.append((new_row[top - 1], inside[0], inside[-1]))
    grid.notes += list(_notes(rows, layout, width))
    return grid


def _spread(rows: list[list[GridCell]], merged: Iterable[tuple[int, int, int, int]]) -> None:
    """Write the text of merged cells into each of their rows, in the first column."""
    for left, top, _right, bottom in merged:
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        cell = rows[top - 1][left - 1]
        for row in rows[top : min(bottom, len(rows))]:
            if left <= len(row):
                row[left - 1] = cell


def _notes(rows: list[list[GridCell]], layout: Layout, width: int) -> Iterator[str]:
    hidden = [
        row for row in layout.hidden_rows if row <= len(rows) and any(cell.text for cell in rows[row - 1])
    ]
    if hidden:
        yield _("%(count)d个隐藏的行没有读入。") % {"count": len(hidden)}
    columns = sorted(column for column in layout.hidden_columns if column <= width)
    if columns:
        names = "、".join(get_column_letter(column) for column in columns[:NAMED])
        yield _("隐藏的列（%(names)s）没有读入。") % {"names": names}
    if layout.uncalculated:
        cells = "、".join(layout.uncalculated[:NAMED])
        yield _(
            "单元格%(cells)s%(more)s是公式，但文件里没有存下计算结果，读作空白。"
            "请在 Excel 或 WPS 里打开，保存后再上传，或者直接补填。"
        ) % {"cells": cells, "more": _("等") if len(layout.uncalculated) > NAMED else ""}


def _grid_cell(cell: Any) -> GridCell:
    value = cell.value
    if value is None:
        return EMPTY
    layout = getattr(cell, "number_format", "") or ""
    if isinstance(value, bool):
        return GridCell(_("是") if value else _("否"), Kind.TEXT)
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return GridCell(
            f"{value:%Y-%m-%d}" if is_day else f"{value:%Y-%m-%d %H:%M}", Kind.DATE if is_day else Kind.TEXT
        )
    if isinstance(value, date):
        return GridCell(value.isoformat(), Kind.DATE)
    if isinstance(value, int | float):
        return _number_cell(value, layout)
    return GridCell(str(value))


def _number_cell(value: float, layout: str) -> GridCell:
    """Return a number as its cell shows it: rounded as the format says, so that sums are those one sees."""
    section = layout.partition(";")[0]
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    decimals = _DECIMALS.search(section)
    if "%" in section:
        return GridCell(f"{_rounded(number * 100, len(decimals[1]) if decimals else 6)}%", Kind.PERCENT)
    places = len(decimals[1]) if decimals else 0 if re.search(r"[0#]$", section) else 10
    is_money = any(sign in section for sign in ("¥", "￥", "元"))
    return GridCell(_rounded(number, places), Kind.MONEY if is_money else None)


def _rounded(number: Decimal, places: int) -> str:
    if not number.is_finite():
        return ""
    text = (
        f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
        if abs(number) < 10**15
        else str(number)
    )
    return text.rstrip("0").rstrip(".") if "." in text else text
