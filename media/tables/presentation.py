"""A table as the component `design/components/typed_table.html` shows it, and its chart."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from design.charts import Bar, Group, bar_chart
from design.formatting import money
from media.tables.checking import is_subtotal
from media.tables.kinds import NUMERIC, Chart, Kind, Role
from media.tables.table import Column, Table
from media.tables.values import MASKED, Cell, is_negative, shown

MAX_GROUPS: Final = 12


class ShownCell(str):
    """What a cell shows; `is_negative` where it is a number below zero."""

    is_negative = False


def presented(table: Table) -> dict[str, Any]:
    """Return the component's parameters, less `chart` and `downloads`."""
    heading = heading_column(table.columns)
    totals = None
    if table.totals is not None:
        totals = [_shown(cell, column) for cell, column in zip(table.totals, table.columns, strict=True)]
        totals[heading] = ShownCell(" ".join(filter(None, (table.totals_label, totals[heading]))))
    return {
        "caption": table.caption,
        "columns": [
            {
                "label": column.heading,
                "numeric": column.kind in NUMERIC,
                "heading": place == heading,
            }
            for place, column in enumerate(table.columns)
        ],
        "rows": [
            {
                "cells": [_shown(cell, column) for cell, column in zip(row, table.columns, strict=True)],
                "subtotal": is_subtotal(row),
            }
            for row in table.rows
        ],
        "totals": totals,
        "note": table.note,
        "masked": _masked_words(table),
    }


def _masked_words(table: Table) -> str:
    """Return what a reader of a table with masked numbers should know before adding it up."""
    lines = [*table.rows, table.totals or ()]
    kinds = {
        column.kind
        for row in lines
        for cell, column in zip(row, table.columns, strict=False)
        if cell == MASKED
    }
    if not kinds & NUMERIC:
        return ""
    said = _("表里有隐去的数。合计和结余是按隐去之前的数算的，能看到的各行相加，不一定等于合计。")
    return said if table.chart == Chart.NONE else said + _("图里没有隐去的数。")


def heading_column(columns: Sequence[Column]) -> int:
    """Return which column says what a row is about: the first of text, else the first."""
    return next((place for place, column in enumerate(columns) if column.kind == Kind.TEXT), 0)


def chart_of(table: Table, key: str) -> SafeString:
    """Return the chart that the table asks for; nothing where it has no money to draw."""
    groups = {Chart.CATEGORIES: _by_category, Chart.BALANCE: _by_period}.get(table.chart)
    drawn = groups(table) if groups else []
    if not drawn:
        return SafeString("")
    title = _("%(caption)s（图）") % {"caption": table.caption}
    return bar_chart(key, title, _described(drawn), drawn)


def can_draw(table: Table) -> bool:
    """Return whether the table has what its chart needs."""
    return table.chart == Chart.NONE or bool(chart_of(table, "trial"))


def _by_category(table: Table) -> list[Group]:
    place = _money_column(table)
    if place is None:
        return []
    amounts = _grouped(table, [place])
    return [Group(label, [Bar(sums[0], money(sums[0]))]) for label, sums in amounts]


def _by_period(table: Table) -> list[Group]:
    plus = [place for place, column in enumerate(table.columns) if _is_money(column, Role.PLUS)]
    minus = [place for place, column in enumerate(table.columns) if _is_money(column, Role.MINUS)]
    if not plus or not minus:
        return []
    groups = []
    for label, sums in _grouped(table, [*plus, *minus]):
        gained, spent = sum(sums[: len(plus)]), sum(sums[len(plus) :])
        bars = [
            Bar(gained, _("收入 %(sum)s") % {"sum": money(gained)}),
            Bar(spent, _("支出 %(sum)s") % {"sum": money(spent)}, hollow=True),
        ]
        groups.append(Group(label, bars))
    return groups


def _grouped(table: Table, places: Sequence[int]) -> list[tuple[str, list[int]]]:
    """Return what the rows of each label add up to: days by their month, and the smallest together."""
    found: dict[str, list[int]] = {}
    dates = [place for place, column in enumerate(table.columns) if column.kind == Kind.DATE]
    by_month = bool(dates) and table.chart == Chart.BALANCE
    label_place = dates[0] if by_month else heading_column(table.columns)
    for row in table.rows:
        amounts = [_fen(row[place]) for place in places]
        if is_subtotal(row) or not any(amounts):
            continue
        label = shown(row[label_place], table.columns[label_place].kind) or _("未写明")
        sums = found.setdefault(label[:7] if by_month else label, [0] * len(places))
        found[label[:7] if by_month else label] = [one + two for one, two in zip(sums, amounts, strict=True)]
    if len(found) <= MAX_GROUPS:
        return list(found.items())
    by_size = sorted(found, key=lambda label: -sum(map(abs, found[label])))
    largest = set(by_size[: MAX_GROUPS - 1])
    rest = [found[label] for label in found if label not in largest]
    others = [sum(amounts) for amounts in zip(*rest, strict=True)]
    kept = [(label, amounts) for label, amounts in found.items() if label in largest]
    return [*kept, (_("其余%(count)d项") % {"count": len(rest)}, others)]


def _money_column(table: Table) -> int | None:
    """Return the column to draw: a result (金额, 支出) rather than a price or a balance."""
    places = [place for place, column in enumerate(table.columns) if column.kind == Kind.MONEY]
    unlikely = {Role.FACTOR, Role.OPENING, Role.CLOSING}
    order = {Role.PRODUCT: 0, Role.MINUS: 1, Role.PLUS: 2}
    likely = [place for place in places if table.columns[place].role not in unlikely]
    return min(likely or places, key=lambda place: order.get(table.columns[place].role, 0), default=None)


def _is_money(column: Column, role: Role) -> bool:
    return column.kind == Kind.MONEY and column.role == role


def _described(groups: Iterable[Group]) -> str:
    return "；".join(f"{group.label}：{'，'.join(bar.text for bar in group.bars)}" for group in groups)


def _fen(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _shown(cell: Cell, column: Column) -> ShownCell:
    text = ShownCell(shown(cell, column.kind))
    text.is_negative = is_negative(cell, column.kind)
    return text
