"""Open or closed, in words that are true until `changes_at`."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.calendar import DayFact
from communities.choices import DayKind
from communities.models import Body, OpeningRule, OpeningSchedule
from communities.opening import Hours, Span, state_at, state_of, weekly_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
# The National Day of 2026, and the two make-up days around it.
NATIONAL_DAY = {date(2026, 10, day): DayFact(DayKind.HOLIDAY, "国庆节") for day in range(1, 8)} | {
    date(2026, 9, 20): DayFact(DayKind.MAKE_UP, "国庆节"),
    date(2026, 10, 10): DayFact(DayKind.MAKE_UP, "国庆节"),
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def span(opens, closes, weekdays=WORKDAYS, season=None):
    return Span(weekdays, time.fromisoformat(opens), time.fromisoformat(closes), season)


OFFICE = Hours((span("09:00", "12:00"), span("14:00", "17:30")))
CANTEEN = Hours((span("10:30", "13:00", EVERY_DAY),), open_on_holidays=True)
NIGHT = Hours((span("20:00", "02:00", EVERY_DAY),), open_on_holidays=True)
ALWAYS = Hours((span("00:00", "00:00", EVERY_DAY),), open_on_holidays=True)
POOL = Hours((span("09:00", "21:00", EVERY_DAY, ((6, 15), (9, 15))),))
WINTER = Hours((span("09:00", "16:00", EVERY_DAY, ((11, 15), (3, 15))),))
FRIDAY_SHORT = Hours((span("09:00", "17:30", frozenset(range(4))), span("09:00", "12:00", frozenset({4}))))


@pytest.mark.parametrize(
    ("hours", "moment", "text", "changes_at"),
    [
        (OFFICE, "2026-11-23 09:00", "现在开门，12:00 关门", "2026-11-23 12:00"),
        (OFFICE, "2026-11-23 12:00", "现在关门，今天 14:00 开门", "2026-11-23 14:00"),
        (OFFICE, "2026-11-23 08:59", "现在关门，今天 9:00 开门", "2026-11-23 09:00"),
        (OFFICE, "2026-11-23 17:30", "今天已关门，明天 9:00 开门", "2026-11-24 00:00"),
        (OFFICE, "2026-11-27 18:00", "今天已关门，周一 9:00 开门", "2026-11-28 00:00"),
        (OFFICE, "2026-11-28 10:00", "今天休息，周一 9:00 开门", "2026-11-29 00:00"),
        (OFFICE, "2026-11-29 10:00", "今天休息，明天 9:00 开门", "2026-11-30 00:00"),
        (OFFICE, "2026-10-01 10:00", "今天休息（国庆节），10月8日 9:00 开门", "2026-10-02 00:00"),
        (OFFICE, "2026-10-07 10:00", "今天休息（国庆节），明天 9:00 开门", "2026-10-08 00:00"),
        (OFFICE, "2026-10-10 10:00", "现在开门，12:00 关门", "2026-10-10 12:00"),
        (OFFICE, "2026-09-20 15:00", "现在开门，17:30 关门", "2026-09-20 17:30"),
        (CANTEEN, "2026-10-01 11:00", "现在开门，13:00 关门", "2026-10-01 13:00"),
        (NIGHT, "2026-11-23 22:00", "现在开门，明天 2:00 关门", "2026-11-24 00:00"),
        (NIGHT, "2026-11-24 01:00", "现在开门，2:00 关门", "2026-11-24 02:00"),
        (NIGHT, "2026-11-24 03:00", "现在关门，今天 20:00 开门", "2026-11-24 20:00"),
        (ALWAYS, "2026-11-24 03:00", "全天开放", None),
        (POOL, "2026-12-01 10:00", "暂停开放，6月15日 9:00 开门", "2027-06-01 00:00"),
        (POOL, "2026-06-14 21:30", "今天休息，明天 9:00 开门", "2026-06-15 00:00"),
        (WINTER, "2027-01-01 10:00", "现在开门，16:00 关门", "2027-01-01 16:00"),
        (WINTER, "2027-03-15 16:00", "暂停开放，11月15日 9:00 开门", "2027-11-01 00:00"),
        # A Saturday that makes up keeps Friday's hours, a Sunday Monday's.
        (FRIDAY_SHORT, "2026-10-10 10:00", "现在开门，12:00 关门", "2026-10-10 12:00"),
        (FRIDAY_SHORT, "2026-09-20 10:00", "现在开门，17:30 关门", "2026-09-20 17:30"),
        (Hours(()), "2026-11-23 09:00", "暂停开放", None),
        (Hours((span("08:00", "00:00"),)), "2026-11-23 09:00", "现在开门，24:00 关门", "2026-11-24 00:00"),
    ],
)
def test_the_state_is_said_as_people_say_it(hours, moment, text, changes_at):
    state = state_at(at(moment), hours, NATIONAL_DAY.get)
    assert state.text == text
    assert state.changes_at == (at(changes_at) if changes_at else None)


TIMES = st.times().map(lambda found: found.replace(second=0, microsecond=0, minute=found.minute // 15 * 15))
SEASONS = st.none() | st.tuples(
    st.tuples(st.integers(1, 12), st.integers(1, 28)), st.tuples(st.integers(1, 12), st.integers(1, 28))
)
SPANS = st.builds(
    Span,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    opens=TIMES,
    closes=TIMES,
    season=SEASONS,
)
HOURS = st.builds(Hours, spans=st.lists(SPANS, max_size=3).map(tuple), open_on_holidays=st.booleans())
MOMENTS = st.builds(
    lambda day, clock: datetime.combine(day, clock, tzinfo=SHANGHAI),
    st.dates(date(2026, 9, 1), date(2026, 10, 31)),
    st.times(),
)


def is_open(hours, moment):
    """Tell it the slow and simple way: is the moment in a span of this day or of the day before?"""
    for start_day in (moment.date() - timedelta(days=1), moment.date()):
        fact = None if hours.open_on_holidays else NATIONAL_DAY.get(start_day)
        weekday = start_day.weekday()
        if fact is not None:
            if fact.kind == DayKind.HOLIDAY:
                continue
            weekday = 4 if weekday == 5 else 0
        for one in hours.spans:
            if one.covers(start_day, weekday):
                start = datetime.combine(start_day, one.opens, tzinfo=SHANGHAI)
                end = datetime.combine(start_day, one.closes, tzinfo=SHANGHAI)
                if one.closes <= one.opens:
                    end += timedelta(days=1)
                if start <= moment < end:
                    return True
    return False


@given(hours=HOURS, moment=MOMENTS)
@settings(max_examples=150, deadline=None)
def test_the_state_agrees_with_a_simple_reading_of_the_rules(hours, moment):
    assert state_at(moment, hours, NATIONAL_DAY.get).is_open is is_open(hours, moment)


@given(hours=HOURS, moment=MOMENTS, part=st.floats(0, 1, exclude_max=True))
@settings(max_examples=150, deadline=None)
def test_the_words_stay_until_they_change_and_then_they_do(hours, moment, part):
    state = state_at(moment, hours, NATIONAL_DAY.get)
    if state.changes_at is None:
        later = moment + timedelta(days=200 * part)
        assert state_at(later, hours, NATIONAL_DAY.get).is_open is state.is_open
        return
    assert state.changes_at > moment
    between = min(moment + (state.changes_at - moment) * part, state.changes_at - timedelta(microseconds=1))
    assert state_at(between, hours, NATIONAL_DAY.get).text == state.text
    assert state_at(state.changes_at, hours, NATIONAL_DAY.get).text != state.text


def test_hours_are_shown_as_a_table():
    assert weekly_hours(OFFICE) == [("周一至周五", "9:00–12:00、14:00–17:30")]
    assert weekly_hours(FRIDAY_SHORT) == [("周一至周四", "9:00–17:30"), ("周五", "9:00–12:00")]
    assert weekly_hours(NIGHT) == [("每天", "20:00–次日2:00")]
    assert weekly_hours(POOL) == [("6月15日至9月15日 每天", "9:00–21:00")]


def test_a_schedule_of_the_database_is_told_by_the_calendar(district):
    schedule = OpeningSchedule.objects.create(body=Body.objects.first(), name="办公时间", is_main=True)
    OpeningRule.objects.create(schedule=schedule, weekdays=0b0011111, opens=time(9), closes=time(17, 30))
    assert state_of(schedule, now=at("2026-11-23 10:00")).text == "现在开门，17:30 关门"
    assert state_of(schedule, now=at("2026-11-22 10:00")).text == "今天休息，明天 9:00 开门"


@pytest.mark.parametrize(
    ("start", "end"), [("6-1", "09-01"), ("02-30", "09-01"), ("06-01", ""), ("", "06-01"), ("13-01", "01-01")]
)
def test_a_season_that_is_none_is_refused(start, end):
    rule = OpeningRule(weekdays=1, opens=time(9), closes=time(10), season_start=start, season_end=end)
    with pytest.raises(ValidationError):
        rule.clean()


def test_a_leap_day_may_begin_a_season():
    OpeningRule(weekdays=1, opens=time(9), closes=time(10), season_start="02-29", season_end="03-31").clean()
