"""Counting in working days, by the State Council's arrangement of each year.

A year's arrangement is data (`CalendarYear`, `CalendarDay`) that an administrator can edit. Where a year has
none, counting goes by Monday to Friday and the holidays that the law fixes to a date, and says so in the log;
officials see `missing_years` in the workbench.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from types import MappingProxyType

import structlog
from django.utils import timezone

from communities.choices import DayKind
from communities.models import CalendarYear

log = structlog.get_logger(__name__)

# How long, in seconds, a process may go on with what it read: an edit shows within that time.
KEPT_FOR = 30.0
LONGEST_COUNT = 10_000
# Holidays with a fixed date: 全国年节及纪念日放假办法, article 2, as revised from 1 January 2025 (New Year,
# Labour Day with the day after, National Day with two after). The others follow the lunar calendar or the
# sun.
FIXED_HOLIDAYS = MappingProxyType(
    {
        (1, 1): "元旦",
        (5, 1): "劳动节",
        (5, 2): "劳动节",
        (10, 1): "国庆节",
        (10, 2): "国庆节",
        (10, 3): "国庆节",
    }
)
# The arrangement for the next year is published in the last quarter, mostly in November.
MONTH_OF_NOTICE = 10


@dataclass(frozen=True)
class DayFact:
    """How the arrangement changes one day, and for which festival."""

    kind: DayKind
    name: str


_known: dict[int, tuple[float, Mapping[date, DayFact] | None]] = {}
# On which day this process last warned of a year.
_warned: dict[int, date] = {}


def is_working_day(day: date) -> bool:
    """Return whether offices work on `day`: Monday to Friday but for holidays, and make-up days."""
    fact = day_fact(day)
    if fact is not None:
        return fact.kind == DayKind.MAKE_UP
    return day.weekday() < 5


def next_working_day(day: date) -> date:
    """Return the first working day after `day`."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """Return the working day that is `count` working days after `day`, which itself is not counted (Civil
    Code §201).

    With 0 it is `day` itself, or the next working day where that is a day off (Civil Code §203); a negative
    count goes back.

    Raises:
        ValueError: more than 10,000 days either way.
        OverflowError: the calendar of `datetime.date` ends.
    """
    if abs(count) > LONGEST_COUNT:
        raise ValueError(f"{count} working days are more than {LONGEST_COUNT}.")
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not is_working_day(day):
            day += step
        return day
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days come after `start` up to and with `end`; negative where `end` is earlier.

    It undoes `add_working_days`: `working_days_between(d, add_working_days(d, n)) == n` for every n but 0.
    """
    if end < start:
        return -sum(is_working_day(end + timedelta(days=n)) for n in range((start - end).days))
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def day_fact(day: date) -> DayFact | None:
    """Return how the arrangement changes `day`, or None where it is an ordinary day of its week."""
    year = _year(day.year)
    if year is not None:
        return year.get(day)
    _warn(day.year, timezone.localdate())
    name = FIXED_HOLIDAYS.get((day.month, day.day))
    return DayFact(DayKind.HOLIDAY, name) if name else None


def missing_years(today: date) -> list[int]:
    """Return the years whose arrangement is missing: this one, and from October on the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= MONTH_OF_NOTICE else [])
    present = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [year for year in wanted if year not in present]


def watch_years(now: datetime) -> None:
    """Write a warning to the log for each missing year; the timer calls it daily."""
    today = timezone.localdate(now)
    for year in missing_years(today):
        _warn(year, today)


def forget() -> None:
    """Drop what this process has read, after an edit."""
    _known.clear()
    _warned.clear()


def _year(year: int) -> Mapping[date, DayFact] | None:
    """Return the year's days, read at most once in `KEPT_FOR` seconds; None where there is no arrangement."""
    kept = _known.get(year)
    if kept is not None and monotonic() - kept[0] < KEPT_FOR:
        return kept[1]
    rows = CalendarYear.objects.filter(year=year).values_list("days__date", "days__kind", "days__name")
    found = list(rows.order_by("days__date"))
    days = {date: DayFact(DayKind(kind), name) for date, kind, name in found if date} if found else None
    _known[year] = (monotonic(), days)
    return days


def _warn(year: int, today: date) -> None:
    """Write the warning once a day and process, however often days of that year are counted."""
    if _warned.get(year) != today:
        _warned[year] = today
        log.warning("calendar_year_missing", year=year, fallback="monday_to_friday")
