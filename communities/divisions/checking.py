"""Two tables of divisions, checked as a whole before anything is written."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from communities.choices import CommunityKind
from communities.divisions.district_names import district_name
from communities.divisions.naming import community_kind, community_short_name
from communities.divisions.problems import Problem, WrongFile
from communities.divisions.reading import Row, Table, forbidden_character, read_table

# The country's longest has 33 characters; the names of bodies that are made from it must fit into 100.
LONGEST_NAME = 60
DISTRICT_DIGITS, STREET_DIGITS, COMMUNITY_DIGITS = 6, 9, 12
_DIGITS = re.compile(r"[0-9]+")
_UPPER_CODES = {"provinceCode": 2, "cityCode": 4}


@dataclass(frozen=True)
class StreetRow:
    """A street as the file has it."""

    code: str
    name: str


@dataclass(frozen=True)
class CommunityRow:
    """A community as the file has it, and what its name and code tell."""

    code: str
    name: str
    street_code: str
    kind: CommunityKind
    short_name: str


@dataclass(frozen=True)
class Divisions:
    """A district's streets and communities, each by code, without a fault.

    `district_name` is what the caller gave (`is_name_given`), else the country's table's, else None.
    """

    district_code: str
    district_name: str | None
    is_name_given: bool
    streets: tuple[StreetRow, ...]
    communities: tuple[CommunityRow, ...]


def read_divisions(streets_path: Path, communities_path: Path, *, district: str = "") -> Divisions:
    """Read and check both files.

    Args:
        streets_path: CSV with the columns code, name, areaCode (provinceCode and cityCode may be there).
        communities_path: CSV with the columns code, name, streetCode, areaCode.
        district: name of the district; without it the country's table is asked, and `district_name` is None
            where that lacks the code.

    Raises:
        WrongFile: with every problem of both files.
    """
    problems: list[Problem] = []
    tables: list[Table] = []
    for path, required in (
        (streets_path, ("code", "name", "areaCode")),
        (communities_path, ("code", "name", "streetCode", "areaCode")),
    ):
        try:
            tables.append(read_table(path, required=required))
        except WrongFile as error:
            problems += error.problems
    if problems:
        raise WrongFile(problems)
    street_table, community_table = tables
    checked = _Checker(street_table, community_table)
    streets, communities = checked.streets(), checked.communities()
    problems = sorted(street_table.problems) + sorted(community_table.problems)
    if problems:
        raise WrongFile(problems)
    if district and (forbidden_character(district) or len(district) > LONGEST_NAME):
        raise WrongFile(
            [Problem(street_table.file, 0, _("区的名称含有控制字符，或超过%d个字。") % LONGEST_NAME)]
        )
    return Divisions(
        district_code=checked.district_code,
        district_name=district.strip() or district_name(checked.district_code),
        is_name_given=bool(district.strip()),
        streets=streets,
        communities=communities,
    )


class _Checker:
    """Goes through both tables, line by line, and complains to the table that is wrong."""

    def __init__(self, streets: Table, communities: Table) -> None:
        self._streets = streets
        self._communities = communities
        self._street_names: dict[str, str] = {}
        named = Counter(row["areaCode"] for row in streets.rows)
        self.district_code = named.most_common(1)[0][0] if named else ""

    def streets(self) -> tuple[StreetRow, ...]:
        """Return the streets; the district that most lines name is the one that all must be of."""
        table = self._streets
        seen = _Seen(table)
        found = []
        for row in table.rows:
            code, name, district = row["code"], row["name"], row["areaCode"]
            sound = _check_code(table, row, "code", STREET_DIGITS)
            sound &= _check_code(table, row, "areaCode", DISTRICT_DIGITS)
            sound &= _check_name(table, row)
            # A code that is known not to stand alone is remembered even so: communities must not be blamed
            # for it.
            self._street_names.setdefault(code, name)
            if not sound:
                continue
            if not code.startswith(district):
                table.complain(
                    row.line,
                    _("街道代码%(code)s不以其区代码%(district)s开头。")
                    % {"code": code, "district": district},
                )
                continue
            if district != self.district_code:
                table.complain(
                    row.line,
                    _("“%(name)s”属于另一个区（%(other)s），本文件的区是%(district)s。")
                    % {"name": name, "other": district, "district": self.district_code},
                )
            _check_upper_codes(table, row)
            seen.code(row.line, code)
            seen.name(row.line, name, parent=district, parent_label=_("同一个区"))
            found.append(StreetRow(code=code, name=name))
        return tuple(sorted(found, key=lambda street: street.code))

    def communities(self) -> tuple[CommunityRow, ...]:
        """Return the communities, each below a street of the other table."""
        table = self._communities
        seen = _Seen(table)
        found = []
        for row in table.rows:
            code, name, street = row["code"], row["name"], row["streetCode"]
            sound = _check_code(table, row, "code", COMMUNITY_DIGITS)
            sound &= _check_code(table, row, "streetCode", STREET_DIGITS)
            sound &= _check_code(table, row, "areaCode", DISTRICT_DIGITS)
            sound &= _check_name(table, row)
            if not sound:
                continue
            if not code.startswith(street):
                table.complain(
                    row.line,
                    _("社区代码%(code)s不以其街道代码%(street)s开头。") % {"code": code, "street": street},
                )
            elif self.district_code and row["areaCode"] != self.district_code:
                table.complain(
                    row.line,
                    _("“%(name)s”属于另一个区（%(other)s），街道文件的区是%(district)s。")
                    % {"name": name, "other": row["areaCode"], "district": self.district_code},
                )
            elif street not in self._street_names:
                table.complain(
                    row.line,
                    _("“%(name)s”所属的街道%(street)s不在街道文件里。") % {"name": name, "street": street},
                )
            _check_upper_codes(table, row)
            seen.code(row.line, code)
            seen.name(row.line, name, parent=street, parent_label=_("同一街道"))
            found.append((code, name, street))
        return self._with_short_names(sorted(found))

    def _with_short_names(self, rows: list[tuple[str, str, str]]) -> tuple[CommunityRow, ...]:
        """Give each its short name; where two of a street would share one, both keep the whole name."""
        short = {
            code: community_short_name(name, street_name=self._street_names.get(street, ""))
            for code, name, street in rows
        }
        sharing: dict[tuple[str, str], int] = defaultdict(int)
        for code, _name, street in rows:
            sharing[street, short[code]] += 1
        return tuple(
            CommunityRow(
                code=code,
                name=name,
                street_code=street,
                kind=community_kind(code=code, name=name),
                short_name=short[code] if sharing[street, short[code]] == 1 else name,
            )
            for code, name, street in rows
        )


class _Seen:
    """Codes and names that came before, with their lines."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._codes: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}

    def code(self, line: int, code: str) -> None:
        """Complain where `code` came before."""
        first = self._codes.setdefault(code, line)
        if first != line:
            self._table.complain(
                line, _("代码%(code)s与第%(first)d行重复。") % {"code": code, "first": first}
            )

    def name(self, line: int, name: str, *, parent: str, parent_label: str) -> None:
        """Complain where `name` came before under the same parent."""
        first = self._names.setdefault((parent, name), line)
        if first != line:
            self._table.complain(
                line,
                _("名称“%(name)s”与第%(first)d行重复（%(parent)s之内不能重名）。")
                % {"name": name, "first": first, "parent": parent_label},
            )


def _check_code(table: Table, row: Row, column: str, digits: int) -> bool:
    code = row[column]
    if not code:
        sentence = _("“%(column)s”列是空的。")
    elif "E+" in code.upper():
        sentence = _("“%(column)s”列的%(code)s是被电子表格改写的数字，请把该列设为文本后重新导出。")
    elif not _DIGITS.fullmatch(code):
        sentence = _("“%(column)s”列的“%(code)s”含有数字以外的字符。")
    elif len(code) != digits:
        sentence = _("“%(column)s”列的%(code)s应为%(digits)d位数字，实为%(actual)d位。")
    else:
        return True
    table.complain(
        row.line,
        sentence % {"column": column, "code": _shown(code), "digits": digits, "actual": len(code)},
    )
    return False


def _check_name(table: Table, row: Row) -> bool:
    name = row["name"]
    if not name:
        sentence = _("名称是空的。")
    elif character := forbidden_character(name):
        sentence = _("名称含有看不见的控制字符（%s）。") % character
    elif "\ufffd" in name:
        sentence = _("名称“%s”含有乱码。") % _shown(name)
    elif len(name) > LONGEST_NAME:
        sentence = _("名称过长：最多%(most)d个字，实有%(actual)d个字。") % {
            "most": LONGEST_NAME,
            "actual": len(name),
        }
    else:
        return True
    table.complain(row.line, sentence)
    return False


def _check_upper_codes(table: Table, row: Row) -> None:
    """Complain where the columns of province and city, if they are there, contradict the code."""
    for column, digits in _UPPER_CODES.items():
        value = row[column]
        if value and value != row["code"][:digits]:
            table.complain(
                row.line,
                _("“%(column)s”列的%(value)s与代码%(code)s不符。")
                % {"column": column, "value": _shown(value), "code": row["code"]},
            )


def _shown(text: str) -> str:
    """Return `text` fit for a message: short, and without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else "�" for char in text[:40])
