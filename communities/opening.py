"""Whether a place is open at a moment, in words, and until when the words stay true.

`state_at` is pure: it takes the hours and a function that tells what the calendar says of a day. `state_of`
feeds it from the database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.calendar import DayFact, day_fact
from communities.choices import DayKind
from communities.models import OpeningSchedule

# How far ahead the next opening is looked for; a seasonal place opens within a year.
HORIZON_DAYS = 370
# Beyond it a closure is told as one with an end, not as “today closed”.
LONG_CLOSURE_DAYS = 14
_FRIDAY, _SATURDAY = 4, 5
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

CalendarDays = Callable[[date], DayFact | None]


@dataclass(frozen=True)
class Span:
    """One span of opening. Its end counts for the next day where it is not after its start (24 hours if
    equal).

    Attributes:
        weekdays: 0 Monday … 6 Sunday; the day on which the span starts.
        opens: when it starts.
        closes: when it ends.
        season: first and last (month, day), both included, or None for the whole year; a season that ends
            before it starts runs over the new year.
    """

    weekdays: frozenset[int]
    opens: time
    closes: time
    season: tuple[tuple[int, int], tuple[int, int]] | None = None

    def covers(self, day: date, weekday: int) -> bool:
        """Return whether the span starts on `day`, which keeps the hours of `weekday`."""
        if weekday not in self.weekdays:
            return False
        if self.season is None:
            return True
        start, end = self.season
        present = (day.month, day.day)
        return start <= present <= end if start <= end else present >= start or present <= end


@dataclass(frozen=True)
class Hours:
    """The opening hours of one place.

    `open_on_holidays` places go by the weekday alone. The others close on holidays and work on make-up days,
    when a Saturday keeps Friday's and a Sunday Monday's hours.
    """

    spans: tuple[Span, ...]
    open_on_holidays: bool = False


@dataclass(frozen=True)
class OpeningState:
    """What is true at a moment.

    Attributes:
        is_open: whether the place is open.
        turns_at: when it closes, or opens next; None where that is not within a year.
        changes_at: the first moment at which `text` is no longer true; None where it stays true for a year.
        text: the state in a short sentence without a full stop.
    """

    is_open: bool
    turns_at: datetime | None
    changes_at: datetime | None
    text: str


def state_of(schedule: OpeningSchedule, *, now: datetime) -> OpeningState:
    """Return the state of a schedule of the database at `now`; its `rules` may be prefetched."""
    return state_at(now, hours_of(schedule), day_fact)


def hours_of(schedule: OpeningSchedule) -> Hours:
    """Return a schedule's hours."""
    return Hours(
        spans=tuple(
            Span(
                weekdays=frozenset(day for day in range(7) if rule.weekdays >> day & 1),
                opens=rule.opens,
                closes=rule.closes,
                season=(_month_day(rule.season_start), _month_day(rule.season_end))
                if rule.season_start
                else None,
            )
            for rule in schedule.rules.all()
        ),
        open_on_holidays=schedule.on_holidays == OpeningSchedule.OnHolidays.OPEN,
    )


def state_at(moment: datetime, hours: Hours, calendar: CalendarDays) -> OpeningState:
    """Return the state at `moment`.

    Args:
        moment: an aware datetime.
        hours: the place's hours.
        calendar: what the official arrangement says of a day.
    """
    return _Teller(hours, calendar, timezone.localtime(moment)).state()


def weekly_hours(hours: Hours) -> list[tuple[str, str]]:
    """Return the hours as rows of a table: days in words, spans in words; each season has its own rows."""
    seasons = dict.fromkeys(span.season for span in hours.spans)
    rows: list[tuple[str, str]] = []
    for season in seasons:
        by_times: dict[str, list[int]] = {}
        for weekday in range(7):
            spans = sorted(
                (span for span in hours.spans if span.season == season and weekday in span.weekdays),
                key=lambda span: (span.opens, span.closes),
            )
            if spans:
                times = _("、").join(f"{_clock(span.opens)}–{_closing(span)}" for span in spans)
                by_times.setdefault(times, []).append(weekday)
        for times, weekdays in by_times.items():
            rows.append((_season(season) + _days(weekdays), times))
    return rows


class _Teller:
    """Works out the state at one moment."""

    def __init__(self, hours: Hours, calendar: CalendarDays, moment: datetime) -> None:
        self._hours = hours
        self._calendar = calendar
        self._moment = moment

    def state(self) -> OpeningState:
        for start, end in self._merged():
            if start > self._moment:
                return self._told(is_open=False, turns_at=start)
            if self._moment < end:
                limit = self._midnight(self._moment.date() + timedelta(days=HORIZON_DAYS))
                return self._told(is_open=True, turns_at=end if end < limit else None)
        return self._told(is_open=False, turns_at=None)

    def _told(self, *, is_open: bool, turns_at: datetime | None) -> OpeningState:
        """Put the state into words, and find the first midnight at which they would be others."""
        moment, text = self._moment, self._words(self._moment, is_open, turns_at)
        changes_at = turns_at
        midnight = self._midnight(moment.date() + timedelta(days=1))
        for _day in range(HORIZON_DAYS):
            if turns_at is not None and midnight >= turns_at:
                break
            if self._words(midnight, is_open, turns_at) != text:
                changes_at = midnight
                break
            midnight += timedelta(days=1)
        return OpeningState(is_open=is_open, turns_at=turns_at, changes_at=changes_at, text=text)

    def _words(self, moment: datetime, is_open: bool, turns_at: datetime | None) -> str:
        today = moment.date()
        if is_open:
            if turns_at is None:
                return _("全天开放")
            return _("现在开门，%s 关门") % _when(turns_at, today=today, is_end=True)
        if turns_at is None:
            return _("暂停开放")
        opening = _when(turns_at, today=today, is_end=False)
        if turns_at.date() == today:
            return _("现在关门，今天 %s 开门") % opening
        if (turns_at.date() - today).days > LONG_CLOSURE_DAYS:
            return _("暂停开放，%s 开门") % opening
        if any(start < moment for start, _end in self._of_day(today)):
            return _("今天已关门，%s 开门") % opening
        fact = self._calendar(today)
        if (
            fact is not None
            and fact.kind == DayKind.HOLIDAY
            and fact.name
            and not self._hours.open_on_holidays
        ):
            return _("今天休息（%(holiday)s），%(opening)s 开门") % {"holiday": fact.name, "opening": opening}
        return _("今天休息，%s 开门") % opening

    def _merged(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield the times of opening that end after the moment, in order, touching ones as one."""
        today = self._moment.date()
        present: tuple[datetime, datetime] | None = None
        for offset in range(-2, HORIZON_DAYS + 1):
            day = today + timedelta(days=offset)
            if present is not None and present[1] < self._midnight(day):
                if present[1] > self._moment:
                    yield present
                present = None
            for start, end in self._of_day(day):
                if present is None:
                    present = (start, end)
                elif start <= present[1]:
                    present = (present[0], max(present[1], end))
                else:
                    if present[1] > self._moment:
                        yield present
                    present = (start, end)
        if present is not None and present[1] > self._moment:
            yield present

    def _of_day(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the times of opening that start on `day`, in order."""
        weekday = self._weekday(day)
        if weekday is None:
            return []
        found = []
        for span in self._hours.spans:
            if span.covers(day, weekday):
                last_day = day if span.closes > span.opens else day + timedelta(days=1)
                found.append((self._at(day, span.opens), self._at(last_day, span.closes)))
        return sorted(found)

    def _weekday(self, day: date) -> int | None:
        """Return the weekday whose hours `day` keeps, or None where it is a holiday."""
        fact = None if self._hours.open_on_holidays else self._calendar(day)
        if fact is None:
            return day.weekday()
        if fact.kind == DayKind.HOLIDAY:
            return None
        return _FRIDAY if day.weekday() == _SATURDAY else 0

    def _midnight(self, day: date) -> datetime:
        return self._at(day, time())

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self._moment.tzinfo)


def _when(moment: datetime, *, today: date, is_end: bool) -> str:
    """Return `moment` as people say it on `today`: 17:30, 明天 9:00, 周一 9:00, 10月8日 9:00."""
    day, clock = moment.date(), _clock(moment.time())
    if is_end and moment.time() == time():
        day, clock = day - timedelta(days=1), "24:00"
    ahead = (day - today).days
    if ahead <= 0:
        return clock
    if ahead == 1:
        return _("明天 %s") % clock
    if ahead < 7:
        return f"{_WEEKDAYS[day.weekday()]} {clock}"
    return _("%(month)d月%(day)d日 %(clock)s") % {"month": day.month, "day": day.day, "clock": clock}


def _clock(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02d}"


def _closing(span: Span) -> str:
    if span.closes == time():
        return "24:00"
    return _clock(span.closes) if span.closes > span.opens else _("次日%s") % _clock(span.closes)


def _season(season: tuple[tuple[int, int], tuple[int, int]] | None) -> str:
    if season is None:
        return ""
    (month, day), (last_month, last_day) = season
    return _("%(month)d月%(day)d日至%(last_month)d月%(last_day)d日 ") % {
        "month": month,
        "day": day,
        "last_month": last_month,
        "last_day": last_day,
    }


def _days(weekdays: list[int]) -> str:
    """Return weekdays in words, runs of three or more as “周一至周五”."""
    if len(weekdays) == 7:
        return _("每天")
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and weekday == runs[-1][-1] + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    words = []
    for run in runs:
        if len(run) >= 3:
            words.append(_("%(first)s至%(last)s") % {"first": _WEEKDAYS[run[0]], "last": _WEEKDAYS[run[-1]]})
        else:
            words += [_WEEKDAYS[weekday] for weekday in run]
    return _("、").join(words)


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
