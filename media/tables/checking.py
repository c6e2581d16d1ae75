"""From what was typed to a table: every cell of its kind, every sum right, or each wrong cell by name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from media.tables.kinds import SUMMED, Kind, Role, Rule
from media.tables.table import MAX_TITLE, Column, RawTable, Table
from media.tables.values import MASKED, Cell, CellError, cleaned, read, shown

# In which row a problem lies, where it is none of the body's (which count from 1).
HEAD: Final = 0
TOTALS: Final = -1
NO_COLUMN: Final = -1

_UNIT = re.compile(r"^(?P<title>.+?)\s*[（(]\s*(?:单位[:：]?\s*)?(?P<unit>[^（()）]{1,10})\s*[)）]$")
_MONEY_UNITS: Final = {"元": 1, "人民币元": 1, "万元": 10**4, "亿元": 10**8, "百元": 100, "千元": 1000}
_ORDINAL = re.compile(r"(?:序号|编号|行号|楼号|年份|年度|月份|No\.?)")
_SUBTOTAL = re.compile(r"(?:本[页类项]|其中)?小计")


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong cell.

    Attributes:
        row: the row of the body from 1, `HEAD` or `TOTALS`.
        column: its place from 0, or `NO_COLUMN` for the table as a whole.
        place: the two in words.
        read: what stands there.
        expected: what should.
    """

    row: int
    column: int
    place: str
    read: str
    expected: str

    def __str__(self) -> str:
        if not self.read:
            return f"{self.place}：{self.expected}。"
        return _("%(place)s：读到“%(read)s”，%(expected)s。") % {
            "place": self.place,
            "read": self.read if len(self.read) <= 40 else f"{self.read[:40]}…",
            "expected": self.expected,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: a table, or what keeps it from being one."""

    table: Table | None
    problems: tuple[Problem, ...]


def check(raw: RawTable) -> Checked:
    """Read every cell and check every sum."""
    raw = raw.without_empty_rows()
    factors, columns = _units(raw.columns)
    problems = _head_problems(columns, raw)
    rows, wrong = _read_rows(raw.rows, columns, factors)
    problems += wrong
    totals: tuple[Cell, ...] | None = None
    if raw.totals is not None:
        totals, wrong = _read_line(raw.totals, columns, factors, TOTALS)
        problems += wrong
    table = Table(
        columns=tuple(columns),
        rows=tuple(rows),
        totals=totals,
        totals_label=raw.totals_label,
        caption=raw.caption,
        note=raw.note,
        rule=raw.rule,
        chart=raw.chart,
    )
    # Sums over what could not be read would only blame the innocent.
    unread_rows = {problem.row for problem in problems if problem.row != HEAD}
    unread_columns = {problem.column for problem in problems if problem.row != HEAD}
    sums_wrong = [problem for problem in sum_problems(table) if problem.column not in unread_columns]
    problems += sums_wrong + [problem for problem in row_problems(table) if problem.row not in unread_rows]
    return Checked(None if problems else table, tuple(sorted(problems, key=_order)))


def sums(table: Table) -> tuple[Cell, ...]:
    """Return what the totals must be: the sum of each column of numbers or money, without subtotal rows;
    masked where a part of it is.
    """
    body = [row for row in table.rows if not is_subtotal(row)]
    return tuple(
        _sum([row[place] for row in body], column.kind) if is_summed(column) else None
        for place, column in enumerate(table.columns)
    )


def _sum(cells: Sequence[Cell], kind: Kind) -> Cell:
    return MASKED if MASKED in cells else _plain(sum(map(_number, cells), Decimal(0)), kind)


def is_summed(column: Column) -> bool:
    """Return whether the column's numbers can be added up; numbers in a list, and years, count nothing."""
    return column.kind in SUMMED and _ORDINAL.fullmatch(column.title.strip()) is None


def is_subtotal(row: Sequence[Cell]) -> bool:
    """Return whether a row sums up those above it: 小计 stands first in it."""
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and _SUBTOTAL.fullmatch(first.replace(" ", "")) is not None


def sum_problems(table: Table) -> list[Problem]:
    """Return the declared totals and subtotals that are not the sum of what they stand for.

    A sum in which something is masked can't be checked.
    """
    problems = []
    for place, column in enumerate(table.columns):
        if not is_summed(column):
            continue
        for total, parts in _sums_of(table, place):
            if MASKED in parts:
                continue
            number, words = total
            declared = (table.totals or ())[place] if number == TOTALS else table.rows[number - 1][place]
            whole = sum(map(_number, parts), Decimal(0))
            problems += _compare(table, number, place, declared, whole, words)
    return problems


def _sums_of(table: Table, place: int) -> Iterator[tuple[tuple[int, str], list[Cell]]]:
    """Yield each subtotal of a column, and its total, as the row's number and the words for what it should
    be, with the cells that it sums up.
    """
    every: list[Cell] = []
    since: list[Cell] = []
    for number, row in enumerate(table.rows, start=1):
        if is_subtotal(row):
            yield (number, _("小计应为")), since
            since = []
        else:
            since.append(row[place])
            every.append(row[place])
    if table.totals is not None and not is_carried(table, table.columns[place]):
        yield (TOTALS, _("按各行相加应为")), every


def row_problems(table: Table) -> list[Problem]:
    """Return the rows that break the table's rule, at the column that should be the result."""
    result = _only(table, Role.PRODUCT if table.rule == Rule.PRODUCT else Role.CLOSING)
    if table.rule == Rule.NONE:
        return []
    if result is None:
        needed = Role.PRODUCT if table.rule == Rule.PRODUCT else Role.CLOSING
        expected = _("逐行核对要有一列（只能一列）设为“%(role)s”") % {"role": needed.label}
        return [Problem(HEAD, NO_COLUMN, _("表头"), "", expected)]
    lines = [*enumerate(table.rows, start=1)]
    if table.totals is not None and table.rule == Rule.ROW:
        lines.append((TOTALS, table.totals))
    problems = []
    before: Cell = None
    for number, row in lines:
        if table.rule == Rule.RUNNING and is_subtotal(row):
            continue
        wanted = _wanted(table, row, before)
        before = row[result]
        if MASKED in row:
            continue
        if wanted is not None and row[result] is not None:
            problems += _compare(table, number, result, row[result], wanted, _("按本行核对应为"))
    return problems


def _wanted(table: Table, row: Sequence[Cell], before: Cell) -> Decimal | None:
    if table.rule == Rule.PRODUCT:
        factors = [row[place] for place in _places(table, Role.FACTOR)]
        if not factors or None in factors:
            return None
        wanted = Decimal(1)
        for place, factor in zip(_places(table, Role.FACTOR), factors, strict=True):
            wanted *= _number(factor) / (100 if table.columns[place].kind == Kind.MONEY else 1)
        is_money = any(column.role == Role.PRODUCT and column.kind == Kind.MONEY for column in table.columns)
        return (wanted * 100).quantize(Decimal(1), "ROUND_HALF_UP") if is_money else wanted
    parts = [*_places(table, Role.PLUS), *_places(table, Role.MINUS), *_places(table, Role.OPENING)]
    if all(row[place] is None for place in parts):
        return None
    if table.rule == Rule.RUNNING and before in (None, MASKED):
        return None
    wanted = _number(before) if table.rule == Rule.RUNNING else Decimal(0)
    for role, sign in ((Role.OPENING, 1), (Role.PLUS, 1), (Role.MINUS, -1)):
        if role == Role.OPENING and table.rule == Rule.RUNNING:
            continue
        wanted += sign * sum((_number(row[place]) for place in _places(table, role)), Decimal(0))
    return wanted


def _compare(
    table: Table, number: int, place: int, declared: Cell, wanted: Decimal, words: str
) -> list[Problem]:
    column = table.columns[place]
    if declared in (None, MASKED) or _number(declared) == wanted:
        return []
    return [
        Problem(
            number,
            place,
            place_name(number, column.title),
            shown(declared, column.kind),
            f"{words}“{shown(_plain(wanted, column.kind), column.kind)}”",
        )
    ]


def place_name(row: int, title: str) -> str:
    """Return a cell's place in words: `第3行“金额”`, `合计行“金额”`."""
    line = {HEAD: _("表头"), TOTALS: _("合计行")}.get(row) or _("第%(row)d行") % {"row": row}
    return f"{line}“{title}”" if title else line


def split_unit(title: str) -> tuple[str, str]:
    """Return a heading's words and its unit: `金额（万元）` → `金额`, `万元`."""
    match = _UNIT.fullmatch(title)
    return (match["title"], match["unit"]) if match else (title, "")


def is_money_unit(unit: str) -> bool:
    """Return whether a unit is one of money."""
    return unit in _MONEY_UNITS


def money_unit(column: Column) -> tuple[str, str]:
    """Return a column of money's title without the unit, and the unit: the title's, else the column's own."""
    title, unit = split_unit(column.title)
    return (title, unit) if unit in _MONEY_UNITS else (column.title, column.unit)


def _units(columns: Iterable[Column]) -> tuple[list[int], list[Column]]:
    """Return what one of each column counts, and the columns as they are kept: money in yuan."""
    factors, kept = [], []
    for column in columns:
        title, unit = split_unit(column.title)
        factor = 1
        if column.kind == Kind.MONEY:
            title, unit = money_unit(column)
            factor = _MONEY_UNITS.get(unit, 1)
            column = replace(column, title=title, unit="元")
        elif column.kind == Kind.NUMBER and unit and not column.unit:
            column = replace(column, title=title, unit=unit)
        elif column.kind in (Kind.DATE, Kind.PERCENT) and column.unit:
            column = replace(column, unit="")
        factors.append(factor)
        kept.append(column)
    return factors, kept


def _head_problems(columns: Sequence[Column], raw: RawTable) -> list[Problem]:
    problems = []
    if not columns or not raw.rows:
        problems.append(Problem(HEAD, NO_COLUMN, _("表格"), "", _("至少要有一列和一行内容")))
    if not raw.caption:
        problems.append(Problem(HEAD, NO_COLUMN, _("表格标题"), "", _("请填写，如“第三季度收支明细”")))
    titles: set[str] = set()
    for place, column in enumerate(columns):
        expected = ""
        if not column.title:
            expected = _("请填写列的名称")
        elif len(column.title) > MAX_TITLE:
            expected = _("名称最多%(most)d字") % {"most": MAX_TITLE}
        elif column.title in titles:
            expected = _("和前面的列重名，请改一个名称")
        titles.add(column.title)
        if expected:
            where = _("第%(number)d列的名称") % {"number": place + 1}
            problems.append(Problem(HEAD, place, where, column.title, expected))
    return problems


def _read_rows(
    rows: Iterable[Sequence[str]], columns: Sequence[Column], factors: Sequence[int]
) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    result, problems = [], []
    for number, row in enumerate(rows, start=1):
        cells, wrong = _read_line(row, columns, factors, number)
        result.append(cells)
        problems += wrong
    return result, problems


def _read_line(
    row: Sequence[str], columns: Sequence[Column], factors: Sequence[int], number: int
) -> tuple[tuple[Cell, ...], list[Problem]]:
    cells: list[Cell] = []
    problems = []
    for place, (text, column, factor) in enumerate(zip(row, columns, factors, strict=True)):
        try:
            cells.append(read(text, column.kind, times=factor))
        except CellError as error:
            cells.append(None)
            problems.append(
                Problem(number, place, place_name(number, column.title), cleaned(text), str(error))
            )
    return tuple(cells), problems


def is_carried(table: Table, column: Column) -> bool:
    """Return whether a column's rows follow from one another, so that their sum means nothing."""
    return table.rule == Rule.RUNNING and column.role in (Role.CLOSING, Role.OPENING)


def _places(table: Table, role: Role) -> list[int]:
    return [place for place, column in enumerate(table.columns) if column.role == role]


def _only(table: Table, role: Role) -> int | None:
    places = _places(table, role)
    return places[0] if len(places) == 1 else None


def _number(cell: Cell) -> Decimal:
    return Decimal(0) if cell is None or cell == MASKED else Decimal(cell)


def _plain(value: Decimal, kind: Kind) -> Cell:
    if kind == Kind.MONEY:
        return int(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _order(problem: Problem) -> tuple[float, int]:
    return (float("inf") if problem.row == TOTALS else problem.row, problem.column)
