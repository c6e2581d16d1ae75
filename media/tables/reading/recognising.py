"""Finds the table among the cells: its heading, its columns' kinds, its totals, its sums."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from media.tables.checking import TOTALS, check, is_money_unit, split_unit
from media.tables.kinds import NUMERIC, Kind, Role, Rule
from media.tables.reading.grid import EMPTY, Grid, GridCell
from media.tables.table import MAX_CAPTION, MAX_NOTE, Column, RawTable, TableRefused, check_size
from media.tables.values import Cell, CellError, cleaned, read

# Of ten cells, so many must be of a kind before the others count as wrong.
MOST: Final = 0.6
# Where the heading says it, too, so many are enough.
SOME: Final = 0.3
HEAD_ROWS: Final = 3

_TOTAL = re.compile(r"(?:合计|总计|共计|总和|累计|本[季月年]合计)(?:[（(].*[)）])?[:：]?")
_NOTE = re.compile(r"^(?:注|备注|说明|填表人|制表|审核|单位负责人|填报)\s*[:：]")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?P<unit>[^\s，,；;]{1,10})")
_MONEY_WORDS = re.compile(
    r"金额|收入|支出|结余|余额|经费|单价|价格|费用?$|款$|补贴|补助|租金|工资|预算|决算|资金|合计额|小计$"
)
_DATE_WORDS = re.compile(r"日期|时间$|年月日")
_PERCENT_WORDS = re.compile(r"比例|百分比|占比|率$|％|%")
_TEXT_WORDS = re.compile(r"电话|手机|身份证|证号|编号|号码|门牌|凭证|票据|姓名|备注|说明|摘要")
_ROLES: Final = (
    (
        Role.OPENING,
        re.compile(r"(?:期初|年初|月初|季初|上[期季月年]|上次|原有).*(?:结[余转存]|余额|数|金额)?$"),
    ),
    (
        Role.CLOSING,
        re.compile(r"(?:期末|年末|月末|季末|本[期季月年]|现有|累计)?(?:结[余存]|余额)(?:金额|数)?$"),
    ),
    (Role.PLUS, re.compile(r"(?:本[期季月年])?(?:收入|增加|收|入账)(?:金额|额|合计|数)?$")),
    (Role.MINUS, re.compile(r"(?:本[期季月年])?(?:支出|减少|支|使用|发放)(?:金额|额|合计|数)?$")),
    (Role.PRODUCT, re.compile(r".*(?:金额|总价|小计)")),
    (Role.FACTOR, re.compile(r".*(?:数量|单价|人数|次数|月数|标准|天数)")),
)


def recognise(grid: Grid) -> RawTable:
    """Return the table in a grid; what it is not sure of is text.

    Raises:
        TableRefused: there is none, or it is too large.
    """
    rows = [[GridCell(cleaned(cell.text), cell.kind) for cell in row] for row in grid.rows]
    above, rows, across = _framed(rows, grid)
    head, body = _split_head(rows, across)
    titles, body = _without_empty_columns(_flattened(head, across), body)
    check_size(len(titles), len(body))
    if grid.truncated:
        check_size(0, 10**6)
    body, totals, notes = _split_foot(body)
    money_unit = next((match["unit"] for line in above if (match := _UNIT_LINE.search(line))), "")
    columns = [_column(title, [row[place] for row in body], money_unit) for place, title in enumerate(titles)]
    table = RawTable(
        columns=columns,
        rows=[[cell.text for cell in row] for row in body],
        totals=None if totals is None else [cell.text for cell in totals],
        caption=_caption(above, grid.name),
        note="；".join(notes).removeprefix("备注：")[:MAX_NOTE],
    )
    if table.totals is not None:
        _take_label(table)
    return _with_rule(table)


def _framed(
    rows: list[list[GridCell]], grid: Grid
) -> tuple[list[str], list[list[GridCell]], dict[int, list[tuple[int, int]]]]:
    """Take off the lines above the table (a title, a unit), and the empty ones; all rows get one length."""
    filled = [place for place, row in enumerate(rows) if any(cell.text for cell in row)]
    if not filled:
        raise TableRefused(_("表里没有内容。"))
    width = max(len(row) for row in rows)
    above: list[str] = []
    first = 0
    for first in filled:
        texts = list(dict.fromkeys(cell.text for cell in rows[first] if cell.text))
        if len(texts) > 1 and not all(
            _UNIT_LINE.search(text) or "：" in text or ":" in text for text in texts
        ):
            break
        if len(filled) - filled.index(first) < 3 or (width == 1 and above):
            break
        if width == 1:
            break
        above += texts
    kept = [place for place in filled if place >= first]
    across: dict[int, list[tuple[int, int]]] = {}
    for row, left, right in grid.across:
        if row in kept:
            across.setdefault(kept.index(row), []).append((left, right))
    return above, [[*rows[place], *[EMPTY] * (width - len(rows[place]))] for place in kept], across


def _split_head(
    rows: list[list[GridCell]], across: dict[int, list[tuple[int, int]]]
) -> tuple[list[list[GridCell]], list[list[GridCell]]]:
    """Split off the heading: one row, and one more for each that has cells merged across columns."""
    depth = 1
    while depth < min(HEAD_ROWS, len(rows) - 1) and (
        across.get(depth - 1) or _repeats_above(rows[depth - 1], rows[depth])
    ):
        depth += 1
    if len(rows) <= depth:
        raise TableRefused(_("只有表头，没有内容。第一行应是各列的名称，下面是内容。"))
    return rows[:depth], rows[depth:]


def _repeats_above(row: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether a cell merged downwards makes the next row part of the heading: the same words twice."""
    same = [one.text for one, other in zip(row, below, strict=True) if one.text and one.text == other.text]
    return bool(same) and not any(_is_numeric(text) for text in same)


def _is_numeric(text: str) -> bool:
    try:
        return read(text, Kind.MONEY) is not None
    except CellError:
        return False


def _flattened(head: list[list[GridCell]], across: dict[int, list[tuple[int, int]]]) -> list[str]:
    """Return one title for each column: those above one another, joined."""
    lines = [[cell.text.replace("\n", "") for cell in row] for row in head]
    for number, line in enumerate(lines):
        for left, right in across.get(number, ()):
            for place in range(left + 1, min(right, len(line) - 1) + 1):
                line[place] = line[left]
    titles = []
    for parts in zip(*lines, strict=True):
        different = list(dict.fromkeys(part for part in parts if part))
        titles.append("·".join(different))
    return titles


def _without_empty_columns(
    titles: list[str], body: list[list[GridCell]]
) -> tuple[list[str], list[list[GridCell]]]:
    kept = [place for place, title in enumerate(titles) if title or any(row[place].text for row in body)]
    return [titles[place] for place in kept], [[row[place] for place in kept] for row in body]


def _split_foot(
    body: list[list[GridCell]],
) -> tuple[list[list[GridCell]], list[GridCell] | None, list[str]]:
    """Take the notes below the table and its totals off the rows."""
    notes: list[str] = []
    while len(body) > 1:
        texts = list(dict.fromkeys(cell.text for cell in body[-1] if cell.text))
        if texts and (
            _NOTE.search(texts[0]) or (len(texts) == 1 and len(texts[0]) > 20 and len(body[-1]) > 2)
        ):
            notes = [*texts, *notes]
            body = body[:-1]
        else:
            break
    if len(body) > 1:
        label = next((cell.text for cell in body[-1] if cell.text), "")
        if _TOTAL.fullmatch(label.replace(" ", "").replace("\u3000", "")):
            return body[:-1], body[-1], notes
    return body, None, notes


def _take_label(table: RawTable) -> None:
    place = next(place for place, text in enumerate(table.totals or []) if text)
    table.totals_label = (table.totals or [])[place].rstrip("：:")
    table.totals = ["" if at == place else text for at, text in enumerate(table.totals or [])]
    # A label merged over several columns is repeated in none of them, but pasted ones are.
    table.totals = ["" if text == table.totals_label else text for text in table.totals]


def _column(title: str, cells: list[GridCell], money_unit: str) -> Column:
    plain = unicodedata.normalize("NFKC", title)
    words, unit = split_unit(title)
    filled = [cell for cell in cells if cell.text]
    kind = _kind(unicodedata.normalize("NFKC", words), unit, filled)
    if kind == Kind.MONEY:
        if is_money_unit(unit):
            return Column(title, kind)
        return Column(title, kind, unit=money_unit if is_money_unit(money_unit) else "")
    if kind == Kind.NUMBER and unit and not is_money_unit(unit):
        return Column(words, kind, unit=unit)
    return Column(title if plain else "", kind)


def _kind(words: str, unit: str, cells: list[GridCell]) -> Kind:
    if not cells:
        return Kind.MONEY if is_money_unit(unit) else Kind.TEXT
    by_format = {kind: sum(cell.kind == kind for cell in cells) / len(cells) for kind in Kind}
    for kind in (Kind.DATE, Kind.PERCENT, Kind.MONEY):
        if by_format[kind] >= MOST:
            return kind
    if _TEXT_WORDS.search(words) or _looks_like_codes(cells):
        return Kind.TEXT
    share = {kind: _share(cells, kind) for kind in (Kind.DATE, Kind.PERCENT, Kind.MONEY, Kind.NUMBER)}
    is_named = is_money_unit(unit) or bool(_MONEY_WORDS.search(words))
    is_money = is_named or any(_has_sign(cell.text) for cell in cells)
    if is_money and share[Kind.MONEY] >= (SOME if is_named else MOST):
        return Kind.MONEY
    if _DATE_WORDS.search(words) and share[Kind.DATE] >= SOME:
        return Kind.DATE
    if share[Kind.DATE] >= MOST and share[Kind.NUMBER] < MOST:
        return Kind.DATE
    signs = sum("%" in unicodedata.normalize("NFKC", cell.text) for cell in cells) / len(cells)
    if share[Kind.PERCENT] >= MOST and (signs >= MOST or (_PERCENT_WORDS.search(words) and unit == "%")):
        return Kind.PERCENT
    return Kind.NUMBER if share[Kind.NUMBER] >= MOST else Kind.TEXT


def _share(cells: list[GridCell], kind: Kind) -> float:
    """Return what part of the cells can be read as `kind`; “—” and the like say nothing against it."""
    values: list[Cell] = []
    for cell in cells:
        try:
            values.append(read(cell.text, kind))
        except CellError:
            continue
    return len(values) / len(cells) if any(value is not None for value in values) else 0


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in ("¥", "￥")) or (text.endswith(("元", "万元")) and _is_numeric(text))


def _looks_like_codes(cells: list[GridCell]) -> bool:
    """Whether the digits are names rather than amounts: leading zeros, telephone and identity numbers."""
    return any(re.fullmatch(r"0\d+|1\d{10}|\d{15,18}[\dXx]?|0\d{2,3}-\d{7,8}", cell.text) for cell in cells)


def _caption(above: list[str], name: str) -> str:
    titles = [line for line in above if not _UNIT_LINE.search(line) and not _NOTE.search(line)]
    longest = max(titles, key=len, default="")
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", name)
    if not longest and re.fullmatch(r"Sheet\d*|工作表\d*|", stem):
        return ""
    return (longest.replace("\n", "") or stem)[:MAX_CAPTION]


def _with_rule(table: RawTable) -> RawTable:
    """Give the columns the parts that their titles name, and the table the rule that its rows follow best."""
    candidates: list[tuple[int, int, RawTable]] = []
    for order, (rule, allowed) in enumerate(_RULES):
        wanted = [_role(column, allowed) for column in table.columns]
        result = Role.PRODUCT if rule == Rule.PRODUCT else Role.CLOSING
        others = [role for role in wanted if role not in (Role.NONE, result)]
        if wanted.count(result) != 1 or len(others) < 2:
            continue
        columns = [replace(one, role=role) for one, role in zip(table.columns, wanted, strict=True)]
        tried = replace(table, columns=columns, rule=rule)
        candidates.append((_broken_rows(tried), order, tried))
    if not candidates:
        return table
    wrong, _order, best = min(candidates, key=lambda one: one[:2])
    # A rule that most rows break is not theirs.
    return best if wrong <= len(table.rows) * (1 - MOST) else table


_RULES: Final = (
    (Rule.ROW, {Role.OPENING, Role.PLUS, Role.MINUS, Role.CLOSING}),
    (Rule.RUNNING, {Role.PLUS, Role.MINUS, Role.CLOSING}),
    (Rule.PRODUCT, {Role.FACTOR, Role.PRODUCT}),
)


def _role(column: Column, allowed: Collection[Role]) -> Role:
    if column.kind not in NUMERIC or column.kind == Kind.PERCENT:
        return Role.NONE
    title = split_unit(column.title)[0].rpartition("·")[2]
    return next((role for role, words in _ROLES if role in allowed and words.fullmatch(title)), Role.NONE)


def _broken_rows(table: RawTable) -> int:
    """Return how many rows break the rule, leaving out cells that can't be read at all."""
    readable = replace(table, totals=None, caption="-")
    problems = [problem for problem in check(readable).problems if problem.row not in (TOTALS, 0)]
    return len({problem.row for problem in problems})
