"""Taking cells out of a table that is public, without giving them away by what is left.

A number that stands in a sum can be worked out from the total and the other numbers. So where in a sum that a
reader can check exactly one cell is masked, a second one is masked with it (statisticians call it
complementary suppression); of two nobody learns more than their sum.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from media.tables.checking import TOTALS, is_carried, is_subtotal, is_summed
from media.tables.kinds import Role, Rule
from media.tables.table import Table
from media.tables.values import MASKED, Cell

# A row's number from 1, or `TOTALS`; and a column's place from 0.
Place: TypeAlias = tuple[int, int]


def is_table(data: object) -> bool:
    """Return whether `data` is what `Table.as_json` gave."""
    return isinstance(data, dict) and {"columns", "rows", "caption"} <= data.keys()


def cell_at(table: Table, place: Place) -> Cell:
    """Return what stands there; None for nothing, and for a place that the table does not have."""
    number, column = place
    row = table.totals if number == TOTALS else dict(enumerate(table.rows, start=1)).get(number)
    return row[column] if row is not None and 0 <= column < len(row) else None


def masked(table: Table, places: Iterable[Place]) -> Table:
    """Return the table with those cells masked, and with those that would give them away."""
    taken = {place for place in places if cell_at(table, place) is not None}
    hidden = taken | {place for place in _all_places(table) if cell_at(table, place) == MASKED}
    sums = [one for one in _sums(table) if cell_at(table, one[0]) is not None]
    while more := next(filter(None, (_telltale(table, one, hidden) for one in sums)), None):
        hidden.add(more)
    totals = table.totals
    return replace(
        table,
        rows=tuple(_hide(row, number, hidden) for number, row in enumerate(table.rows, start=1)),
        totals=None if totals is None else _hide(totals, TOTALS, hidden),
    )


def _hide(row: tuple[Cell, ...], number: int, hidden: set[Place]) -> tuple[Cell, ...]:
    return tuple(MASKED if (number, column) in hidden else cell for column, cell in enumerate(row))


def _telltale(table: Table, places: list[Place], hidden: set[Place]) -> Place | None:
    """Return which cell of a sum must go, too: where one alone is hidden, its first that is not."""
    if len(hidden.intersection(places)) != 1:
        return None
    [alone] = hidden.intersection(places)
    # With an amount goes its result; with a balance an amount beside it, not all the balances that follow.
    is_balance = table.rule == Rule.RUNNING and table.columns[alone[1]].role == Role.CLOSING
    order = places[::-1] if is_balance or alone == places[0] else places
    return next((one for one in order if one != alone and cell_at(table, one) is not None), None)


def _all_places(table: Table) -> Iterator[Place]:
    for number in [*range(1, len(table.rows) + 1), TOTALS]:
        yield from ((number, column) for column in range(len(table.columns)))


def _sums(table: Table) -> Iterator[list[Place]]:
    """Yield the sums that a reader can check, each with its result first."""
    for place, column in enumerate(table.columns):
        if is_summed(column):
            yield from _column_sums(table, place, with_total=not is_carried(table, column))
    numbers = [number for number, row in enumerate(table.rows, start=1) if not is_subtotal(row)]
    result = Role.PRODUCT if table.rule == Rule.PRODUCT else Role.CLOSING
    results = _with(table, result) if table.rule != Rule.NONE else []
    for previous, number in zip([0, *numbers], [*numbers, TOTALS], strict=False):
        is_first = table.rule == Rule.RUNNING and not previous
        if len(results) != 1 or is_first or (number == TOTALS and table.rule != Rule.ROW):
            continue
        closing = [(number, results[0])]
        carried = [(previous, results[0])] if table.rule == Rule.RUNNING else []
        roles = {
            Rule.PRODUCT: (Role.FACTOR,),
            Rule.ROW: (Role.OPENING, Role.PLUS, Role.MINUS),
            Rule.RUNNING: (Role.PLUS, Role.MINUS),
        }[table.rule]
        parts = [(number, place) for role in roles for place in _with(table, role)]
        if table.rule != Rule.PRODUCT or all(cell_at(table, part) is not None for part in parts):
            yield [*closing, *carried, *parts]


def _column_sums(table: Table, place: int, *, with_total: bool) -> Iterator[list[Place]]:
    since: list[Place] = []
    every: list[Place] = []
    for number, row in enumerate(table.rows, start=1):
        if is_subtotal(row):
            yield [(number, place), *since]
            since = []
        else:
            since.append((number, place))
            every.append((number, place))
    if with_total:
        yield [(TOTALS, place), *every]


def _with(table: Table, role: Role) -> list[int]:
    return [place for place, column in enumerate(table.columns) if column.role == role]
