"""Where and when a disclosure plays, and how its tables are made.

Figures are drawn by a generator whose seed is the place and the period: every community has its own, and they are
the same each time.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from communities.choices import CommunityKind
from communities.models import Area
from demonstration.places import dialling_code
from media.tables.checking import sums
from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.table import Column, Table
from media.tables.values import Cell

# A paragraph, or a table.
Part: TypeAlias = str | Table
Sections: TypeAlias = Mapping[str, Sequence[Part]]
Content: TypeAlias = Callable[["Scene"], Sections]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"


@dataclass(frozen=True)
class Scene:
    """One committee in one period.

    Attributes:
        area: the community.
        starts_on: first day of the period.
        ends_on: its last day.
        label: the period as people name it.
        today: the day on which the demonstration is loaded.
        occasion: what happened, where it is not about a period.
    """

    area: Area
    starts_on: date
    ends_on: date
    label: str
    today: date
    occasion: str = ""

    @property
    def name(self) -> str:
        """The community's short name."""
        return self.area.short_name

    @property
    def street(self) -> str:
        """The street's short name."""
        return self.area.parent.short_name if self.area.parent else ""

    @property
    def committee(self) -> str:
        """居委会, in a village 村委会."""
        return "村委会" if self.is_village else "居委会"

    @property
    def is_village(self) -> bool:
        return self.area.kind == CommunityKind.VILLAGERS

    @property
    def people(self) -> str:
        """居民, in a village 村民."""
        return "村民" if self.is_village else "居民"

    @property
    def phone(self) -> str:
        """A number that nobody has."""
        return f"{dialling_code(self.area)}-0000 {4000 + self.seed % 1000:04d}"

    @property
    def seed(self) -> int:
        return sum(ord(char) * (place + 7) for place, char in enumerate(self.area.code or self.name))

    def dice(self, purpose: str) -> random.Random:
        """Return the generator of one part's figures."""
        return random.Random(f"{self.seed} {self.starts_on} {purpose}")  # noqa: S311 - figures of a demonstration

    def day(self, dice: random.Random) -> str:
        """Return a working day of the period."""
        span = (self.ends_on - self.starts_on).days
        chosen = self.starts_on + timedelta(days=dice.randint(2, max(3, span - 6)))
        return (chosen - timedelta(days=max(0, chosen.weekday() - 4))).isoformat()

    def days(self, dice: random.Random, number: int) -> list[str]:
        """Return `number` days of the period, in order."""
        return sorted(self.day(dice) for _one in range(number))


def someone(dice: random.Random, given: int = 1) -> str:
    """Return a name as lists show it: the family name and 某."""
    return dice.choice(SURNAMES) + "某" * given


def yuan(amount: float) -> int:
    """Return whole fen."""
    return round(amount * 100)


def table(
    caption: str,
    columns: Iterable[str],
    rows: Iterable[Sequence[Any]],
    *,
    totals: bool = False,
    rule: Rule = Rule.NONE,
    chart: Chart = Chart.NONE,
    note: str = "",
) -> Table:
    """Return a table; a column is `名称`, `名称:kind`, `名称:kind:role` or `名称（单位）:number`."""
    made = tuple(_column(column) for column in columns)
    body = tuple(tuple(_cell(cell, column) for cell, column in zip(row, made, strict=True)) for row in rows)
    whole = Table(made, body, caption=caption, rule=rule, chart=chart, note=note)
    if not totals:
        return whole
    added = [
        None if (rule == Rule.RUNNING and column.role == Role.CLOSING) or column.role == Role.FACTOR else cell
        for cell, column in zip(sums(whole), made, strict=True)
    ]
    return Table(made, body, totals=tuple(added), caption=caption, rule=rule, chart=chart, note=note)


def _column(words: str) -> Column:
    title, _colon, rest = words.partition(":")
    kind, _colon, role = rest.partition(":")
    unit = ""
    if kind == "number" and title.endswith("）"):
        title, _bracket, unit = title[:-1].partition("（")
    return Column(title, Kind(kind or "text"), "元" if kind == "money" else unit, Role(role))


def _cell(cell: Any, column: Column) -> Cell:
    if cell is None or cell == "":
        return None
    return cell if column.kind == Kind.MONEY else str(cell)
