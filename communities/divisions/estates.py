"""A file of estates, grids, roads and other names of communities, checked as a whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from communities.choices import Level
from communities.divisions.problems import WrongFile
from communities.divisions.reading import Row, Table, forbidden_character, read_table

COLUMNS = ("community", "kind", "name", "first", "last", "parity")
LONGEST_NAME = 100
HIGHEST_NUMBER = 99_999
# Kinds as files write them; those without a level are aliases.
KINDS: Mapping[str, Level | None] = {
    "road": None,
    "道路": None,
    "alias": None,
    "别名": None,
    "estate": Level.ESTATE,
    "小区": Level.ESTATE,
    "grid": Level.GRID,
    "网格": Level.GRID,
}
_ROADS = {"road", "道路"}
_PARITIES = {"": "", "odd": "odd", "单": "odd", "单号": "odd", "even": "even", "双": "even", "双号": "even"}


@dataclass(frozen=True)
class EstateRow:
    """An estate or a grid of a community."""

    community_code: str
    level: Level
    name: str


@dataclass(frozen=True)
class AliasRow:
    """A road, perhaps with a span of house numbers, or another name of a community."""

    community_code: str
    name: str
    first: int | None
    last: int | None
    parity: str


@dataclass(frozen=True)
class Estates:
    """The rows of a file without a fault, in the file's order."""

    places: tuple[EstateRow, ...]
    aliases: tuple[AliasRow, ...]


def read_estates(path: Path, *, community_codes: frozenset[str]) -> Estates:
    """Read and check a file with the columns community, kind, name, first, last, parity.

    Args:
        path: the file, in UTF-8 or GB18030.
        community_codes: codes of the communities that may be named.

    Raises:
        WrongFile: with every problem of the file.
    """
    table = read_table(path, required=COLUMNS)
    places: list[EstateRow] = []
    aliases: list[tuple[int, AliasRow]] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        if not _is_sound(table, row, community_codes):
            continue
        key = tuple(row[column] for column in COLUMNS)
        if (first := seen.setdefault(key, row.line)) != row.line:
            table.complain(row.line, _("与第%d行重复。") % first)
            continue
        level = KINDS[row["kind"]]
        if level is not None:
            places.append(EstateRow(community_code=row["community"], level=level, name=row["name"]))
            continue
        span = _span(table, row)
        if span is not None:
            aliases.append((row.line, span))
    _check_overlaps(table, aliases)
    if table.problems:
        raise WrongFile(sorted(table.problems))
    return Estates(places=tuple(places), aliases=tuple(alias for _line, alias in aliases))


def _is_sound(table: Table, row: Row, community_codes: frozenset[str]) -> bool:
    name = row["name"]
    if row["community"] not in community_codes:
        table.complain(row.line, _("没有代码为“%s”的社区。") % row["community"][:20])
    elif row["kind"] not in KINDS:
        table.complain(row.line, _("类别“%s”无法识别，应为：道路、小区、网格、别名。") % row["kind"][:20])
    elif not name:
        table.complain(row.line, _("名称是空的。"))
    elif character := forbidden_character(name):
        table.complain(row.line, _("名称含有看不见的控制字符（%s）。") % character)
    elif len(name) > LONGEST_NAME:
        table.complain(row.line, _("名称过长：最多%d个字。") % LONGEST_NAME)
    elif row["kind"] not in _ROADS and (row["first"] or row["last"] or row["parity"]):
        table.complain(row.line, _("只有道路可以填写门牌号和单双号。"))
    else:
        return True
    return False


def _span(table: Table, row: Row) -> AliasRow | None:
    numbers: dict[str, int | None] = {}
    for column in ("first", "last"):
        text = row[column]
        if text and not (re.fullmatch(r"[0-9]{1,5}", text) and 0 < int(text) <= HIGHEST_NUMBER):
            table.complain(row.line, _("门牌号“%s”应为1至99999的整数。") % text[:20])
            return None
        numbers[column] = int(text) if text else None
    first, last = numbers["first"], numbers["last"]
    if row["parity"] not in _PARITIES:
        table.complain(row.line, _("单双号“%s”无法识别，应为：单、双，或不填。") % row["parity"][:20])
    elif first is None and (last is not None or row["parity"]):
        table.complain(row.line, _("填写了止号或单双号，却没有起号。"))
    elif first is not None and last is not None and last < first:
        table.complain(row.line, _("止号%(last)d小于起号%(first)d。") % {"first": first, "last": last})
    else:
        return AliasRow(
            community_code=row["community"],
            name=row["name"],
            first=first,
            last=last,
            parity=_PARITIES[row["parity"]],
        )
    return None


def _check_overlaps(table: Table, aliases: list[tuple[int, AliasRow]]) -> None:
    """Complain where one house would be in two communities."""
    by_road: dict[str, list[tuple[int, AliasRow]]] = {}
    for line, alias in aliases:
        if alias.first is not None:
            by_road.setdefault(alias.name, []).append((line, alias))
    for spans in by_road.values():
        for place, (line, alias) in enumerate(spans):
            for earlier_line, earlier in spans[:place]:
                if alias.community_code != earlier.community_code and _overlap(alias, earlier):
                    table.complain(
                        line,
                        _("“%(road)s”的门牌号与第%(line)d行另一个社区的重叠。")
                        % {"road": alias.name, "line": earlier_line},
                    )
                    break


def _overlap(one: AliasRow, other: AliasRow) -> bool:
    if one.parity and other.parity and one.parity != other.parity:
        return False
    start = max(one.first or 0, other.first or 0)
    end = min(one.last or one.first or 0, other.last or other.first or 0)
    parity = one.parity or other.parity
    if parity and start == end:
        return (start % 2 == 1) == (parity == "odd")
    return start <= end
