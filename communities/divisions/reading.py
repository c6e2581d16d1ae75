"""From the bytes of a CSV file to rows that know their line numbers."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from communities.divisions.problems import Problem, WrongFile

# 1,500 communities are 100 kB; a file far larger than any district's is not one.
LARGEST_FILE = 20 * 1024 * 1024
# A Chinese character or full-width mark in UTF-8; text in GB18030 seldom looks like that by chance.
_CHINESE_IN_UTF8 = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")


@dataclass(frozen=True)
class Row:
    """One line of data: its line number in the file, and its values by column, without blanks around."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass
class Table:
    """A file's rows, and what was wrong with those that were left out."""

    file: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, sentence: str) -> None:
        """Add a problem at `line`."""
        self.problems.append(Problem(self.file, line, sentence))


def read_table(path: Path, *, required: Collection[str]) -> Table:
    """Read a CSV file in UTF-8 (with or without BOM) or GB18030, its columns in any order.

    Rows that can't be read are left out and told of in the table's problems.

    Raises:
        WrongFile: the file as a whole is unreadable, empty or lacks a required column.
    """
    name = path.name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WrongFile([Problem(name, 0, _("文件过大，不像是区划文件。"))])
        content = path.read_bytes()
    except FileNotFoundError:
        raise WrongFile([Problem(name, 0, _("找不到这个文件：%s") % path)]) from None
    except OSError as error:
        raise WrongFile([Problem(name, 0, _("无法读取文件（%s）。") % error.strerror)]) from None
    return parse_table(decode(content, file=name), file=name, required=required)


def decode(content: bytes, *, file: str) -> str:
    """Return the text of a file in UTF-8 or GB18030.

    Nearly any bytes are valid GB18030, so a text in it must also look like Chinese, and a file that is UTF-8
    but for a few broken bytes is told as such.

    Raises:
        WrongFile: neither encoding fits.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongFile([Problem(file, 0, _("文件是UTF-16编码，请另存为“CSV UTF-8”后再试。"))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    high_bytes = sum(byte >= 0x80 for byte in content)
    well_formed = sum(len(match) for match in _CHINESE_IN_UTF8.findall(content))
    if well_formed * 2 > high_bytes:
        raise WrongFile([Problem(file, line, _("这一行有损坏的UTF-8字符，请检查文件是否完整。"))])
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    else:
        foreign = [char for char in text if ord(char) >= 0x80]
        common = sum(_in_gb2312(char) for char in foreign)
        if common * 10 >= len(foreign) * 9:
            return text
    raise WrongFile([Problem(file, line, _("无法识别文字编码，请将文件另存为UTF-8或GB18030编码。"))])


def parse_table(text: str, *, file: str, required: Collection[str]) -> Table:
    """Split `text` into rows by its header line.

    Raises:
        WrongFile: no header, a required column missing or doubled, no rows, or a quotation mark that never
            closes.
    """
    lines = _numbered(text, file=file)
    header = next(lines, None)
    if header is None:
        raise WrongFile([Problem(file, 0, _("文件是空的。"))])
    header_line, titles = header
    columns = [title.strip().lstrip("\ufeff") for title in titles]
    _check_columns(columns, header_line, file=file, required=required)
    table = Table(file=file, columns=columns)
    for line, cells in lines:
        if len(cells) != len(columns):
            table.complain(
                line,
                _("应有%(expected)d列，实有%(actual)d列。")
                % {"expected": len(columns), "actual": len(cells)},
            )
            continue
        table.rows.append(Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))))
    if not table.rows and not table.problems:
        raise WrongFile([Problem(file, 0, _("文件只有表头，没有数据。"))])
    return table


def forbidden_character(text: str) -> str | None:
    """Return the code of the first control, zero-width, direction or line break in `text`, or None."""
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            return f"U+{ord(char):04X}"
    return None


def _numbered(text: str, *, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise WrongFile([Problem(file, line, _("引号没有成对，这一行无法读取。"))]) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_columns(columns: list[str], line: int, *, file: str, required: Collection[str]) -> None:
    problems = [
        Problem(file, line, _("缺少“%s”列。") % column) for column in required if column not in columns
    ]
    problems += [
        Problem(file, line, _("“%s”列出现了不止一次。") % column)
        for column in dict.fromkeys(columns)
        if column and columns.count(column) > 1
    ]
    if problems:
        raise WrongFile(problems)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
