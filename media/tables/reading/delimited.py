"""CSV files and pasted cells."""

import csv
import io
from typing import Final

from django.utils.translation import gettext as _

from media.tables.reading.grid import Grid, GridCell
from media.tables.table import MAX_COLUMNS, MAX_ROWS, TableRefused
from media.tables.writing import plain_cell

MAX_CHARACTERS: Final = 2_000_000
# Above the table proper there may be a title and a line or two, and empty lines anywhere.
MAX_LINES: Final = MAX_ROWS + 100
_SEPARATORS: Final = ("\t", ",", ";", "，", "；")
_SAMPLE_LINES: Final = 20


def decode(data: bytes) -> str:
    """Return the text of a file, whether it was written by Excel, WPS or a plain editor.

    Raises:
        TableRefused: it is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(_("这不是表格文件，或者已经损坏。可以读取 .xlsx 和 .csv 文件。"))


def read_delimited(text: str, *, name: str = "") -> Grid:
    """Return the cells of a text whose columns are separated by tabs, commas or semicolons.

    Raises:
        TableRefused: it is empty, too long, or a quotation never ends.
    """
    text = text.replace("\x00", "").lstrip("\ufeff")
    if not text.strip():
        raise TableRefused(
            _("没有内容。请在表格里选中要公开的部分，复制后再粘贴。") if not name else _("文件是空的。")
        )
    if len(text) > MAX_CHARACTERS:
        raise TableRefused(_("内容太多，请只保留要公开的行和列再试。"))
    first, separator, rest = text.partition("\n")
    separator_line = first.strip().lower()
    if separator and separator_line.startswith("sep=") and len(separator_line) == 5:
        text = rest
        delimiter = separator_line[-1]
    else:
        delimiter = _delimiter(text)
    rows: list[list[GridCell]] = []
    grid = Grid(rows=rows, name=name)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for line in lines:
            if len(rows) >= MAX_LINES:
                grid.truncated = True
                break
            rows.append([GridCell(_unquoted(cell)) for cell in line[: MAX_COLUMNS + 1]])
    except csv.Error:
        raise TableRefused(_("引号没有成对，读不出各列。请用 Excel 或 WPS 另存为 .xlsx 再试。")) from None
    return grid


def _unquoted(cell: str) -> str:
    """Take off the apostrophe by which `writing.plain_cell` made text of what looked like a formula."""
    return cell[1:] if cell.startswith("'") and plain_cell(cell[1:]) == cell else cell


def _delimiter(text: str) -> str:
    """Return the separator that most lines have the same number of."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]
    best, most = "\t" if "\t" in text else ",", 0.0
    for separator in _SEPARATORS:
        counts = [_outside_quotes(line, separator) for line in lines]
        common = max(set(counts), key=lambda count: (counts.count(count) * bool(count), count), default=0)
        agreement = counts.count(common) / len(counts) * bool(common)
        # Commas inside numbers agree by chance; a tab is never typed by hand.
        weighted = agreement * (1.5 if separator == "\t" else 1)
        if weighted > most:
            best, most = separator, weighted
    return best


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])
