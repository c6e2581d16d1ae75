"""The clock of a duty: when it may be met, until when it is on time, and from when it is very late.

A duty's dates are facts, written down once; where it stands is computed from them and the day, so that
nothing has to run at midnight for a state to be right (docs/decisions/0030-duties-are-facts.md).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from communities.calendar import add_working_days
from disclosure.choices import CountsFrom, DutyState
from disclosure.periods import Period

# So many working days after its last day, a late duty is the street's business.
VERY_LATE_AFTER = 10
# So many working days before its last day, a duty is called to mind.
REMINDED_BEFORE = 5


@dataclass(frozen=True)
class Dates:
    """When a duty changes its state.

    Attributes:
        opens_on: the first day on which it may be met.
        due_on: the last day on which it is met on time.
        very_late_after: the last day on which it is late, and not yet very late.
    """

    opens_on: date
    due_on: date
    very_late_after: date


class DateTable:
    """Works out dates, each only once: a catalogue has few limits, and all committees share the periods."""

    def __init__(self) -> None:
        self._known: dict[tuple[date, int], Dates] = {}

    def dates(self, period: Period, *, counts_from: str, limit_days: int) -> Dates:
        """Return the dates of a duty for `period`; `limit_days` are working days after the day it counts
        from.
        """
        opens = period.starts_on if counts_from == CountsFrom.START else period.ends_on
        key = (opens, limit_days)
        if key not in self._known:
            due = add_working_days(opens, limit_days)
            self._known[key] = Dates(opens, due, add_working_days(due, VERY_LATE_AFTER))
        return self._known[key]


def state_on(today: date, *, dates: Dates, met_on: date | None) -> DutyState:
    """Return where a duty with those dates stands on `today`."""
    if met_on is not None and met_on <= today:
        return DutyState.MET
    if today < dates.opens_on:
        return DutyState.UPCOMING
    if today <= dates.due_on:
        return DutyState.DUE
    return DutyState.LATE if today <= dates.very_late_after else DutyState.VERY_LATE


def next_change(today: date, *, dates: Dates, met_on: date | None) -> date | None:
    """Return the first day after `today` on which an unmet duty stands elsewhere; None where none will
    come.
    """
    if met_on is not None:
        return None
    after = (
        dates.opens_on,
        dates.due_on + timedelta(days=1),
        dates.very_late_after + timedelta(days=1),
    )
    return min((day for day in after if day > today), default=None)


def midnight(day: date) -> datetime:
    """Return the moment at which `day` begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
