"""Handing a table out: as CSV, as a workbook, as JSON, under its own name."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from media.tables.kinds import NUMERIC, Kind
from media.tables.table import Column, Table
from media.tables.values import MASKED, Cell, shown

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER_FORMATS: Final = {
    Kind.TEXT: "@",
    Kind.NUMBER: "#,##0.######",
    Kind.MONEY: '"¥"#,##0.00',
    Kind.DATE: "yyyy-mm-dd",
    Kind.PERCENT: "0.######%",
}
_BROWSER_NAME: Final = 80
_SHEET_NAME: Final = 31

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class Digits(str):
    """A number of our own writing: no formula, though it may begin with a minus."""

    __slots__ = ()


def plain_cell(value: object) -> str:
    """Return `value` as text for a cell of a CSV file that no spreadsheet runs as a formula.

    OWASP's “CSV injection”: an apostrophe before a leading `=`, `+`, `-`, `@` or control, which spreadsheets
    take as “this is text”.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text


def write_rows(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as a CSV file, with the mark by which Excel knows UTF-8; numbers stay numbers."""
    target = io.StringIO(newline="")
    target.write("\ufeff")
    writer = csv.writer(target)
    for row in rows:
        writer.writerow(
            [cell if isinstance(cell, int | Decimal | Digits) else plain_cell(cell) for cell in row]
        )
    return target.getvalue().encode()


def write_rows_xlsx(rows: Iterable[Iterable[object]], *, title: str) -> bytes:
    """Return rows as a workbook of one sheet; numbers stay numbers, the rest is text."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(title))
    for row in rows:
        sheet.append(
            [
                WriteOnlyCell(sheet, cell)
                if isinstance(cell, int | Decimal)
                else _text_cell(sheet, "" if cell is None else str(cell))
                for cell in row
            ]
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def attachment(name: str, extension: str) -> str:
    """Return the `Content-Disposition` of a download: its Chinese name as RFC 5987 says, and one for old
    browsers.
    """
    stem = re.sub(r'[\x00-\x1f\x7f"/\\:*?<>|%#;]+', "", name).strip(" .")[:_BROWSER_NAME] or "table"
    encoded = quote(f"{stem}.{extension}", safe="")
    return f"attachment; filename=\"table.{extension}\"; filename*=UTF-8''{encoded}"


def write(table: Table, extension: str) -> bytes:
    """Return the table as a `csv`, `xlsx` or `json` file."""
    return {"csv": write_csv, "xlsx": write_xlsx, "json": write_json}[extension](table)


def write_csv(table: Table) -> bytes:
    """Return the table as CSV: money in yuan, nothing but the heading, the rows and the totals."""
    return write_rows(
        [
            [_heading(column) for column in table.columns],
            *([_number(cell, column.kind) for cell, column in _pairs(row, table)] for row in table.rows),
            *([_totals(table)] if table.totals is not None else []),
        ]
    )


def write_json(table: Table) -> bytes:
    """Return the table as JSON for programs: money in whole fen, numbers and percentages as decimal text.

    A masked cell is null, and named under `masked` by its row (from 0, or `totals`) and column.
    """
    data = {
        "caption": table.caption,
        "note": table.note,
        "columns": [
            {
                "title": column.title,
                "type": str(column.kind),
                "unit": "fen" if column.kind == Kind.MONEY else column.unit,
            }
            for column in table.columns
        ],
        "rows": [_unmasked(row) for row in table.rows],
        "totals": None if table.totals is None else _unmasked(table.totals),
        "totals_label": table.totals_label,
        "masked": [
            {"row": number, "column": place}
            for number, row in [*enumerate(table.rows), ("totals", table.totals or ())]
            for place, cell in enumerate(row)
            if cell == MASKED
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def write_xlsx(table: Table) -> bytes:
    """Return the table as a workbook: numbers as numbers, dates as dates, money as ¥#,##0.00.

    Text is text, whatever it begins with.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(table.caption))
    for place, column in enumerate(table.columns, start=1):
        width = max(
            [_width(column.heading), *(_width(shown(row[place - 1], column.kind)) for row in table.rows)]
        )
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width + 3, 8), 60)
    bold = Font(bold=True)
    if table.caption:
        title = _text_cell(sheet, table.caption)
        title.font = Font(bold=True, size=14)
        sheet.append([title])
    sheet.freeze_panes = f"A{3 if table.caption else 2}"
    sheet.append([_styled(_text_cell(sheet, _heading(column)), bold) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, cell, column.kind) for cell, column in _pairs(row, table)])
    if table.totals is not None:
        last = [_cell(sheet, cell, column.kind) for cell, column in _pairs(table.totals, table)]
        if table.totals[0] is None:
            last[0] = _text_cell(sheet, table.totals_label)
        sheet.append([_styled(cell, bold) for cell in last])
    if table.note:
        sheet.append([])
        sheet.append([_text_cell(sheet, f"备注：{table.note}")])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(column: Column) -> str:
    return f"{column.title}（元）" if column.kind == Kind.MONEY else column.heading


def _pairs(row: Sequence[Cell], table: Table) -> Iterable[tuple[Cell, Column]]:
    return zip(row, table.columns, strict=True)


def _totals(table: Table) -> list[object]:
    cells: list[object] = [_number(cell, column.kind) for cell, column in _pairs(table.totals or (), table)]
    if cells and cells[0] in (None, ""):
        cells[0] = table.totals_label
    return cells


def _unmasked(row: Sequence[Cell]) -> list[Cell]:
    return [None if cell == MASKED else cell for cell in row]


def _number(cell: Cell, kind: Kind) -> object:
    if cell in (None, MASKED) or kind not in NUMERIC:
        return cell
    if kind == Kind.MONEY:
        return (Decimal(cell) / 100).quantize(Decimal("0.01"))
    return Digits(f"{cell}%") if kind == Kind.PERCENT else Decimal(cell)


def _cell(sheet: Any, cell: Cell, kind: Kind) -> Any:
    if cell is None:
        return WriteOnlyCell(sheet)
    if kind == Kind.TEXT or cell == MASKED:
        return _text_cell(sheet, str(cell))
    value: object = date.fromisoformat(str(cell)) if kind == Kind.DATE else Decimal(cell)
    if isinstance(value, Decimal) and kind in (Kind.MONEY, Kind.PERCENT):
        value = value / 100
    written = WriteOnlyCell(sheet, value)
    written.number_format = _NUMBER_FORMATS[kind]
    return written


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    # openpyxl takes a leading “=” for a formula; and the format “@” keeps Excel from it after an edit.
    cell.data_type = "s"
    cell.number_format = _NUMBER_FORMATS[Kind.TEXT]
    cell.alignment = Alignment(wrap_text="\n" in text, vertical="top")
    return cell


def _styled(cell: Any, font: Font) -> Any:
    cell.font = font
    return cell


def _width(text: str) -> int:
    """Return how many columns of type a text takes; a Chinese character takes two."""
    return max((sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.split("\n")), default=0)


def _sheet_name(caption: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f']", "", caption)[:_SHEET_NAME].strip() or "表格"
