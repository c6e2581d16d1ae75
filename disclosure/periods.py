"""Periods of the calendar: the year, half-year, quarter or month that a disclosure is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.choices import Cycle

MONTHS: dict[Cycle, int] = {Cycle.YEARLY: 12, Cycle.HALF_YEARLY: 6, Cycle.QUARTERLY: 3, Cycle.MONTHLY: 1}
_HALVES = (gettext_lazy("上半年"), gettext_lazy("下半年"))
_QUARTERS = (
    gettext_lazy("第一季度"),
    gettext_lazy("第二季度"),
    gettext_lazy("第三季度"),
    gettext_lazy("第四季度"),
)


@dataclass(frozen=True, order=True)
class Period:
    """From one day to another, both counted."""

    starts_on: date
    ends_on: date


def period_of(cycle: Cycle, day: date) -> Period:
    """Return the period of `cycle` in which `day` lies.

    Raises:
        KeyError: what is disclosed at once has occasions, not periods.
    """
    length = MONTHS[cycle]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(first, _month_after(first, length) - timedelta(days=1))


def following(cycle: Cycle, period: Period) -> Period:
    """Return the period after `period`."""
    return period_of(cycle, period.ends_on + timedelta(days=1))


def periods_between(cycle: Cycle, first: date, last: date) -> Iterator[Period]:
    """Yield, in order, the periods that end on or after `first` and begin on or before `last`."""
    period = period_of(cycle, first)
    while period.starts_on <= last:
        yield period
        period = following(cycle, period)


def period_label(period: Period) -> str:
    """Return the period as people name it: 2026年度, 2026年第三季度; an odd one by its two days."""
    first, last = period.starts_on, period.ends_on
    for cycle, length in MONTHS.items():
        if period_of(cycle, first) != period:
            continue
        place = (first.month - 1) // length
        if cycle == Cycle.YEARLY:
            return _("%(year)d年度") % {"year": first.year}
        if cycle == Cycle.HALF_YEARLY:
            return f"{first.year}年{_HALVES[place]}"
        if cycle == Cycle.QUARTERLY:
            return f"{first.year}年{_QUARTERS[place]}"
        return _("%(year)d年%(month)d月") % {"year": first.year, "month": first.month}
    return f"{first}" if first == last else _("%(first)s至%(last)s") % {"first": first, "last": last}


def _month_after(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
