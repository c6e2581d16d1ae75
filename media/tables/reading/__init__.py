"""What people have in hand, as a table: a workbook, a CSV file, cells copied from one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Final

from django.utils.translation import gettext as _

from media.tables.checking import money_unit
from media.tables.kinds import Kind
from media.tables.reading.delimited import decode, read_delimited
from media.tables.reading.grid import Grid
from media.tables.reading.recognising import recognise
from media.tables.reading.workbook import Workbook
from media.tables.table import RawTable, TableRefused

MAX_BYTES: Final = 5 * 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        table: as it was typed, to be checked.
        sheet: which sheet of the workbook it is; "" for anything else.
        sheets: the visible sheets to choose from.
        notes: what the person must know, in sentences.
    """

    table: RawTable
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_pasted(text: str) -> Reading:
    """Return the table in text that was copied from a spreadsheet.

    Raises:
        TableRefused: there is none.
    """
    return _reading(read_delimited(text))


def read_file(upload: IO[bytes], name: str, *, sheet: str = "") -> Reading:
    """Return the table in an .xlsx or .csv file; of several sheets the one named, or the first with a table.

    Raises:
        TableRefused: it can't be read; the text says what to do.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if not data:
        raise TableRefused(_("文件是空的。"))
    if len(data) > MAX_BYTES:
        raise TableRefused(_("文件太大，表格文件不能超过5 MB。请把要公开的表复制到新的工作簿再试。"))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise TableRefused(_("文件加了打开密码。请在 Excel 或 WPS 里取消密码，保存后再上传。"))
        raise TableRefused(
            _("这是旧版 Excel（.xls）或 WPS（.et）文件。请打开后用“另存为”保存成 .xlsx 再上传。")
        )
    if data.startswith(b"PK"):
        return _read_workbook(data, sheet)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise TableRefused(
            _("这是网页或 XML 文件，不是表格。请在 Excel 或 WPS 里打开，另存为 .xlsx 再上传。")
        )
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise TableRefused(_("这不是表格文件。可以读取 .xlsx 和 .csv 文件。"))
    return _reading(read_delimited(decode(data), name=PurePath(name.replace("\\", "/")).name or "csv"))


def _read_workbook(data: bytes, sheet: str) -> Reading:
    workbook = Workbook(data)
    wanted = [sheet] if sheet else workbook.sheets
    refusal: TableRefused | None = None
    for title in wanted:
        grid = workbook.read(title)
        try:
            reading = _reading(grid)
        except TableRefused as error:
            refusal = refusal or error
            continue
        return Reading(reading.table, title, workbook.sheets, reading.notes)
    raise refusal or TableRefused(_("表里没有内容。"))


def _reading(grid: Grid) -> Reading:
    table = recognise(grid)
    return Reading(table, notes=[*grid.notes, *_conversions(table)])


def _conversions(table: RawTable) -> Iterator[str]:
    """Say of which columns the figures will not look as they do in the file."""
    for column in table.columns:
        title, unit = money_unit(column)
        if column.kind == Kind.MONEY and unit not in ("", "元"):
            yield _("“%(column)s”按%(unit)s读入，公开时换算成元。") % {"column": title, "unit": unit}
