"""Working days are counted by the official arrangement, and a missing one is told."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from communities import calendar
from communities.actions.load_calendar import load_calendar
from communities.actions.set_calendar_year import set_calendar_year
from communities.calendar import (
    add_working_days,
    is_working_day,
    missing_years,
    next_working_day,
    watch_years,
    working_days_between,
)
from communities.models import CalendarDay, CalendarYear
from events import timer
from events.models import Event

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
# The years 2027 and 2028 have no arrangement, so that counting across the edge is tried, too.
properties = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@pytest.fixture
def known_years(db):
    load_calendar(actor=None, now=NOW, years={2024, 2025, 2026})
    calendar.forget()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),  # a Saturday that makes up
        (date(2026, 9, 20), True),  # a Sunday that makes up
        (date(2026, 9, 26), False),  # an ordinary Saturday in a festival
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2025, 1, 26), True),
    ],
)
def test_the_arrangement_says_who_works(known_years, day, works):
    assert is_working_day(day) is works


def test_deadlines_cross_holidays_and_years(known_years):
    assert next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 4)
    assert working_days_between(date(2025, 12, 31), date(2026, 1, 5)) == 2


def test_a_deadline_of_no_days_on_a_day_off_ends_on_the_next_working_day(known_years):
    assert add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert add_working_days(date(2026, 10, 8), 0) == date(2026, 10, 8)


@given(day=DAYS, count=st.integers(-250, 250))
@properties
def test_counting_ends_on_a_working_day_and_can_be_undone(known_years, day, count):
    end = add_working_days(day, count)
    assert is_working_day(end)
    if count:
        assert working_days_between(day, end) == count


@given(day=DAYS, count=st.integers(1, 250))
@properties
def test_more_days_and_later_starts_end_later(known_years, day, count):
    end = add_working_days(day, count)
    assert add_working_days(day, count + 1) > end
    assert add_working_days(day + timedelta(days=1), count) >= end


@given(start=DAYS, middle=DAYS, end=DAYS)
@properties
def test_spans_add_up(known_years, start, middle, end):
    start, middle, end = sorted((start, middle, end))
    assert working_days_between(start, end) == working_days_between(start, middle) + working_days_between(
        middle, end
    )


def test_every_make_up_day_works_and_every_holiday_is_off(known_years):
    for day in CalendarDay.objects.all():
        assert is_working_day(day.date) is (day.kind == "make_up")


def test_a_count_without_end_is_refused(db):
    with pytest.raises(ValueError, match="10000"):
        add_working_days(date(2026, 1, 1), 10_001)


def test_a_year_is_read_once(known_years, django_assert_num_queries):
    with django_assert_num_queries(1):
        for offset in range(60):
            is_working_day(date(2026, 3, 1) + timedelta(days=offset))


def test_without_an_arrangement_fixed_holidays_count_and_the_log_warns_once(db):
    with capture_logs() as logs:
        assert not is_working_day(date(2031, 1, 1))
        assert not is_working_day(date(2031, 5, 2))
        assert not is_working_day(date(2031, 10, 3))
        assert is_working_day(date(2031, 10, 6))
        assert not is_working_day(date(2031, 10, 5))
    assert [log["event"] for log in logs] == ["calendar_year_missing"]
    assert logs[0]["year"] == 2031


def test_the_daily_watch_repeats_no_warning_of_the_same_day(db):
    day = NOW.replace(year=2031, month=3)
    with capture_logs() as logs:
        watch_years(day)
        watch_years(day + timedelta(hours=1))
        watch_years(day + timedelta(days=1))
    assert [log["year"] for log in logs] == [2031, 2031]


def test_missing_years_are_this_one_and_in_autumn_the_next(known_years):
    assert missing_years(date(2026, 9, 30)) == []
    assert missing_years(date(2026, 10, 1)) == [2027]
    assert missing_years(date(2030, 3, 1)) == [2030]


def test_the_timer_watches_for_missing_years(known_years):
    with capture_logs() as logs:
        timer.registry.get("calendar-years").run(NOW)
    assert [log["year"] for log in logs] == [2027]


def test_an_edit_replaces_the_year_and_is_told(known_years, django_capture_on_commit_callbacks):
    assert not is_working_day(date(2026, 10, 7))
    with django_capture_on_commit_callbacks(execute=True):
        set_calendar_year(
            actor=None,
            year=2026,
            source="更正通知",
            holidays={date(2026, 10, 1): "国庆节"},
            make_ups={},
            now=NOW,
        )
    assert is_working_day(date(2026, 10, 7))
    event = Event.objects.filter(verb="calendar.set").latest("pk")
    assert event.changes["2026-10-07"] == ["holiday", None]


@pytest.mark.parametrize(
    ("holidays", "make_ups", "message"),
    [
        ({date(2027, 1, 1): "元旦"}, {}, "不在这一年"),
        ({date(2026, 1, 4): "元旦"}, {date(2026, 1, 4): "元旦"}, "既放假又上班"),
        ({}, {date(2026, 1, 5): "元旦"}, "不是周末"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(db, holidays, make_ups, message):
    with pytest.raises(ValidationError, match=message):
        set_calendar_year(actor=None, year=2026, source="通知", holidays=holidays, make_ups=make_ups, now=NOW)
    assert not CalendarYear.objects.exists()


def test_loading_again_keeps_what_an_administrator_edited(known_years):
    CalendarYear.objects.filter(year=2026).update(source="更正通知")
    out, err = StringIO(), StringIO()
    call_command("load_calendar", stdout=out, stderr=err)
    assert CalendarYear.objects.get(year=2026).source == "更正通知"
    call_command("load_calendar", year=[2026], overwrite=True, stdout=out, stderr=err)
    assert "2026" in CalendarYear.objects.get(year=2026).source
