"""A list of changes to communities and streets: renamings, mergers, abolitions and splits, from a CSV
file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.utils.translation import gettext as _

from communities.divisions.problems import WrongFile
from communities.divisions.reading import Row, Table, forbidden_character, read_table

COLUMNS = ("action", "code")
LONGEST_NAME = 100


class Change(Enum):
    """What happens to an area."""

    RENAME = "rename"
    MERGE = "merge"
    ABOLISH = "abolish"
    SPLIT = "split"


ACTIONS: Mapping[str, Change] = {
    **{change.value: change for change in Change},
    "更名": Change.RENAME,
    "合并": Change.MERGE,
    "并入": Change.MERGE,
    "撤销": Change.ABOLISH,
    "拆分": Change.SPLIT,
}
# What becomes of the officials of a community that is merged.
OFFICIALS: Mapping[str, bool] = {"": False, "end": False, "结束": False, "move": True, "转入": True}


@dataclass(frozen=True)
class ChangeRow:
    """One change.

    Attributes:
        line: where it stands in the file.
        change: what happens.
        code: the area that it happens to.
        name: its new name; of a split, that of the new community.
        target: code of the successor; of a split, of the new community.
        moves_officials: whether the officials of a merged community go on in the successor's committee.
        below: names of the estates, grids and buildings that a split gives to the new community.
    """

    line: int
    change: Change
    code: str
    name: str = ""
    target: str = ""
    moves_officials: bool = False
    below: tuple[str, ...] = ()


def read_changes(path: Path) -> list[ChangeRow]:
    """Read a file with the columns action, code, and where they are needed name, target, officials, below.

    Raises:
        WrongFile: with every problem of the file.
    """
    table = read_table(path, required=COLUMNS)
    rows = [row for row in (_checked(table, row) for row in table.rows) if row is not None]
    if table.problems:
        raise WrongFile(sorted(table.problems))
    return rows


def _checked(table: Table, row: Row) -> ChangeRow | None:
    change = ACTIONS.get(row["action"])
    before = len(table.problems)
    if change is None:
        table.complain(row.line, _("不认识的动作“%s”，应为更名、合并、撤销或拆分。") % row["action"][:20])
        return None
    if not row["code"].isascii() or not row["code"].isdigit():
        table.complain(row.line, _("代码“%s”不是数字。") % row["code"][:20])
    needs_name = change in (Change.RENAME, Change.SPLIT)
    needs_target = change in (Change.MERGE, Change.SPLIT)
    if needs_name and not row["name"]:
        table.complain(row.line, _("缺名称（name）。"))
    if len(row["name"]) > LONGEST_NAME or forbidden_character(row["name"]):
        table.complain(row.line, _("名称太长，或含有看不见的字符。"))
    if needs_target and not (row["target"].isascii() and row["target"].isdigit()):
        table.complain(row.line, _("缺接续区域或新社区的代码（target）。"))
    if row["officials"] not in OFFICIALS:
        table.complain(row.line, _("officials列应为“转入”或“结束”。"))
    if len(table.problems) > before:
        return None
    return ChangeRow(
        line=row.line,
        change=change,
        code=row["code"],
        name=row["name"],
        target=row["target"],
        moves_officials=OFFICIALS[row["officials"]],
        below=tuple(filter(None, (name.strip() for name in row["below"].replace("；", ";").split(";")))),
    )
