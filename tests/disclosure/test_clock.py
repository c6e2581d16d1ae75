"""Periods and clocks: rules with a shape, tried over many days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import calendar
from communities.actions.load_calendar import load_calendar
from communities.calendar import working_days_between
from disclosure.choices import CountsFrom, Cycle, DutyState
from disclosure.clock import DateTable, midnight, next_change, state_on
from disclosure.periods import (
    MONTHS,
    Period,
    following,
    period_label,
    period_of,
    periods_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CYCLES = st.sampled_from(sorted(MONTHS))
LIMITS = st.integers(1, 60)
properties = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
    deadline=None,
)
# Where a state may be followed by the next.
ORDER = [DutyState.UPCOMING, DutyState.DUE, DutyState.LATE, DutyState.VERY_LATE]


@pytest.fixture
def known_years(db):
    load_calendar(actor=None, now=timezone.now(), years={2024, 2025, 2026})
    calendar.forget()


@properties
@given(CYCLES, DAYS)
def test_periods_cover_every_day_once_and_follow_each_other(cycle, day):
    period = period_of(cycle, day)
    assert period.starts_on <= day <= period.ends_on
    after = following(cycle, period)
    assert after.starts_on == period.ends_on + timedelta(days=1)
    assert period_of(cycle, period.ends_on) == period != after
    assert (after.starts_on.year * 12 + after.starts_on.month) - (
        period.starts_on.year * 12 + period.starts_on.month
    ) == MONTHS[cycle]


@properties
@given(CYCLES, DAYS, st.integers(0, 800))
def test_periods_between_two_days_are_those_that_touch_them(cycle, first, length):
    last = first + timedelta(days=length)
    found = list(periods_between(cycle, first, last))
    assert found == sorted(set(found))
    assert all(period.ends_on >= first and period.starts_on <= last for period in found)
    assert found[0] == period_of(cycle, first)
    assert found[-1] == period_of(cycle, last)


@properties
@given(CYCLES, DAYS, LIMITS, st.sampled_from(CountsFrom.values), st.integers(-400, 400))
def test_a_clock_only_goes_forward(known_years, cycle, day, limit, counts_from, away):
    period = period_of(cycle, day)
    dates = DateTable().dates(period, counts_from=counts_from, limit_days=limit)
    assert working_days_between(dates.opens_on, dates.due_on) == limit
    assert period.starts_on <= dates.opens_on < dates.due_on < dates.very_late_after
    today = day + timedelta(days=away)
    state = state_on(today, dates=dates, met_on=None)
    tomorrow = state_on(today + timedelta(days=1), dates=dates, met_on=None)
    assert ORDER.index(tomorrow) - ORDER.index(state) in {0, 1}
    change = next_change(today, dates=dates, met_on=None)
    if state is DutyState.VERY_LATE:
        assert change is None
    else:
        assert change is not None
        assert change > today
        assert state_on(change - timedelta(days=1), dates=dates, met_on=None) == state
        assert state_on(change, dates=dates, met_on=None) != state
    assert state_on(today, dates=dates, met_on=today) is DutyState.MET
    assert next_change(today, dates=dates, met_on=today) is None


def test_the_last_second_of_the_year_belongs_to_its_last_quarter(known_years):
    before = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    after = datetime(2027, 1, 1, 0, 0, 0, tzinfo=SHANGHAI)
    fourth = period_of(Cycle.QUARTERLY, timezone.localdate(before))
    assert fourth == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert period_of(Cycle.QUARTERLY, timezone.localdate(after)).starts_on == date(2027, 1, 1)
    dates = DateTable().dates(fourth, counts_from=CountsFrom.END, limit_days=10)
    assert state_on(timezone.localdate(before), dates=dates, met_on=None) is DutyState.DUE
    assert state_on(date(2026, 12, 30), dates=dates, met_on=None) is DutyState.UPCOMING
    assert midnight(date(2027, 1, 1)) == after
    # In the whole world it was the year 2026 still; here it was not.
    assert timezone.localdate(after.astimezone(ZoneInfo("UTC"))) == date(2027, 1, 1)


def test_limits_are_working_days_with_holidays_and_make_up_days(known_years):
    """The third quarter's limit runs through the National Day week of 2026 and its make-up Saturday."""
    third = period_of(Cycle.QUARTERLY, date(2026, 8, 1))
    dates = DateTable().dates(third, counts_from=CountsFrom.END, limit_days=10)
    # 8 and 9 October, Saturday the 10th, 12 to 16, 19 and 20 October.
    assert dates.due_on == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        (date(2026, 11, 20), date(2026, 11, 20), "2026-11-20"),
        (date(2026, 11, 2), date(2026, 11, 20), "2026-11-02至2026-11-20"),
    ],
)
def test_a_period_is_named_as_people_name_it(first, last, label):
    assert period_label(Period(first, last)) == label
