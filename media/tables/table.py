"""A table as it is kept (`Table`), and as it was typed (`RawTable`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.values import Cell, cleaned, typed

MAX_COLUMNS: Final = 20
MAX_ROWS: Final = 500
MAX_TITLE: Final = 40
MAX_CAPTION: Final = 100
MAX_NOTE: Final = 300
TOTALS_LABEL: Final = "合计"


class TableRefused(Exception):  # noqa: N818 - the sentence is the point
    """No table can be made of what was given; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it holds, in what unit (人, 户, 平方米 …), its part in the sum of a row."""

    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    role: Role = Role.NONE

    @property
    def heading(self) -> str:
        """The title with its unit: `面积（平方米）`. Money carries its sign in each cell."""
        return f"{self.title}（{self.unit}）" if self.unit and self.kind != Kind.MONEY else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose every cell is of its column's kind; see `media.tables.values` for how cells are kept."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    totals_label: str = TOTALS_LABEL
    caption: str = ""
    note: str = ""
    rule: Rule = Rule.NONE
    chart: Chart = Chart.NONE

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {
            "caption": self.caption,
            "columns": [asdict(column) for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "totals": None if self.totals is None else list(self.totals),
            "totals_label": self.totals_label,
            "note": self.note,
            "rule": str(self.rule),
            "chart": str(self.chart),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Table":
        """Return the table of what `as_json` gave."""
        totals = data.get("totals")
        return cls(
            columns=tuple(
                Column(one["title"], Kind(one["kind"]), one.get("unit", ""), Role(one.get("role", "")))
                for one in data["columns"]
            ),
            rows=tuple(tuple(row) for row in data["rows"]),
            totals=None if totals is None else tuple(totals),
            totals_label=data.get("totals_label") or TOTALS_LABEL,
            caption=data.get("caption", ""),
            note=data.get("note", ""),
            rule=Rule(data.get("rule", "")),
            chart=Chart(data.get("chart", "")),
        )

    def as_raw(self) -> "RawTable":
        """Return the table as somebody would type it."""
        kinds = [column.kind for column in self.columns]

        def line(cells: Iterable[Cell]) -> list[str]:
            return [typed(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]

        return RawTable(
            columns=list(self.columns),
            rows=[line(row) for row in self.rows],
            totals=None if self.totals is None else line(self.totals),
            totals_label=self.totals_label,
            caption=self.caption,
            note=self.note,
            rule=self.rule,
            chart=self.chart,
        )

    def __str__(self) -> str:
        """All its words, for comparing and searching."""
        raw = self.as_raw()
        lines = [
            [column.heading for column in self.columns],
            *raw.rows,
            *([raw.totals] if raw.totals else []),
        ]
        return "\n".join([self.caption, *(" ".join(filter(None, line)) for line in lines), self.note]).strip()


@dataclass(slots=True)
class RawTable:
    """A table as it was typed: every cell is text, right or wrong; each row has a cell for each column."""

    columns: list[Column]
    rows: list[list[str]]
    totals: list[str] | None = None
    totals_label: str = TOTALS_LABEL
    caption: str = ""
    note: str = ""
    rule: Rule = Rule.NONE
    chart: Chart = Chart.NONE

    def as_payload(self) -> dict[str, Any]:
        """Return it as JSON, as the editor in the workbench takes it."""
        return {
            **{name: getattr(self, name) for name in ("caption", "note", "rows", "totals", "totals_label")},
            "columns": [asdict(column) for column in self.columns],
            "rule": str(self.rule),
            "chart": str(self.chart),
        }

    @classmethod
    def from_payload(cls, data: object) -> "RawTable":
        """Return the table of what a browser sent: whatever it is, it is bounded and of the right shape.

        Raises:
            TableRefused: it is not a table, or too large.
        """
        if not isinstance(data, Mapping):
            raise TableRefused(_("没有读到表格，请重新填写。"))
        columns = [_column(one) for one in _list(data.get("columns"), MAX_COLUMNS + 1)]
        rows = [_line(row, len(columns)) for row in _list(data.get("rows"), MAX_ROWS + 1)]
        check_size(len(columns), len(rows))
        totals = data.get("totals")
        return cls(
            columns=columns,
            rows=rows,
            totals=_line(totals, len(columns)) if isinstance(totals, Sequence) else None,
            totals_label=_words(data.get("totals_label"), MAX_TITLE) or TOTALS_LABEL,
            caption=_words(data.get("caption"), MAX_CAPTION),
            note=_words(data.get("note"), MAX_NOTE),
            rule=Rule(data["rule"]) if data.get("rule") in Rule.values else Rule.NONE,
            chart=Chart(data["chart"]) if data.get("chart") in Chart.values else Chart.NONE,
        )

    def without_empty_rows(self) -> "RawTable":
        """Return the table less the rows in which nothing is written."""
        return replace(self, rows=[row for row in self.rows if any(cleaned(cell) for cell in row)])


def check_size(columns: int, rows: int) -> None:
    """Pass a table that is not too large.

    Raises:
        TableRefused: it is.
    """
    if columns > MAX_COLUMNS:
        raise TableRefused(_("列太多：最多%(most)d列。请去掉不公开的列再试。") % {"most": MAX_COLUMNS})
    if rows > MAX_ROWS:
        raise TableRefused(_("行太多：最多%(most)d行。请分成几张表，或作为附件公开。") % {"most": MAX_ROWS})


def _column(data: object) -> Column:
    if not isinstance(data, Mapping):
        return Column("")
    kind, role = data.get("kind"), data.get("role")
    return Column(
        title=_words(data.get("title"), MAX_TITLE * 3),
        kind=Kind(kind) if kind in Kind.values else Kind.TEXT,
        unit=_words(data.get("unit"), MAX_TITLE),
        role=Role(role) if role in Role.values else Role.NONE,
    )


def _line(row: object, width: int) -> list[str]:
    cells = ["" if cell is None else str(cell)[:5000] for cell in _list(row, MAX_COLUMNS + 1)]
    return [*cells[:width], *[""] * (width - len(cells))]


def _list(value: object, most: int) -> list[Any]:
    return list(value[:most]) if isinstance(value, list | tuple) else []


def _words(value: object, most: int) -> str:
    return " ".join(cleaned(str(value or ""))[:most].split())
