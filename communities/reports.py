"""What the reports of street and district count in a period. An app registers its columns in
`AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Period:
    """The time that a report is about: from `start` until just before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class ReportColumn:
    """One column of the report: something that bodies did in the period.

    Attributes:
        title: heading of the column.
        count: returns how often each body did it in the period, by its key, in a constant number of queries.
        position: where it stands among the others, as its column does in the menu; the smallest is first.
    """

    title: "str | _StrPromise"
    count: Callable[[Period], Mapping[int, int]]
    position: int = 100


registry: Registry[ReportColumn] = Registry("report columns")


def columns() -> list[ReportColumn]:
    """Return the columns in the order in which reports show them."""
    return sorted((column for _key, column in registry), key=lambda column: column.position)
