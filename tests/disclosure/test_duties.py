"""What committees owe: laid out once, put right when the calendar changes, kept when it was missed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.actions.abolish_area import abolish_area
from communities.actions.add_bodies import add_bodies
from communities.actions.set_calendar_year import set_calendar_year
from communities.choices import BodyKind, Role
from communities.models import Area, Body
from disclosure import jobs
from disclosure.actions.enter_occasion import enter_occasion
from disclosure.actions.lay_out_duties import Laid, lay_out_duties
from disclosure.actions.meet_duty import meet_duty
from disclosure.actions.withdraw_occasion import withdraw_occasion
from disclosure.choices import DutyState, ReminderStage
from disclosure.models import DisclosureDuty, DisclosureItem, DutyReminder
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory

THIRD_QUARTER = date(2026, 7, 1)


def test_a_new_site_owes_nothing_for_what_was_over_before_it(district, now):
    lay_out_duties(actor=None, now=now)
    assert not DisclosureDuty.objects.filter(ends_on__lt=date(2026, 11, 23)).exists()
    assert DisclosureDuty.objects.filter(starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)).exists()
    # A series goes on without a hole, however long the timer stood still.
    lay_out_duties(actor=None, now=now + timedelta(days=400))
    starts = DisclosureDuty.objects.filter(
        item__code="income-expenditure", body=district.body("wuyixiang")
    ).values_list("starts_on", flat=True)
    assert sorted(starts) == [
        date(2026, 10, 1),
        *(date(2027, m, 1) for m in (1, 4, 7, 10)),
        *(date(2028, m, 1) for m in (1, 4)),
    ]


def test_laying_out_again_changes_nothing(owing, now):
    assert lay_out_duties(actor=None, now=now) == Laid(0, 0, 0)
    assert lay_out_duties(actor=None, now=now, since=date(2026, 1, 1)) == Laid(0, 0, 0)


def test_states_in_the_database_and_in_python_agree(owing, now):
    some = list(DisclosureDuty.objects.all())
    for n, duty in enumerate(some[::7]):
        meet_duty(actor=None, duty=duty, now=now - timedelta(days=40 * (n % 5)))
    for today in (date(2026, 1, 1), date(2026, 10, 20), date(2026, 11, 23), date(2026, 12, 31)):
        for state in DutyState:
            listed = set(DisclosureDuty.objects.in_state(state, today=today).values_list("pk", flat=True))
            assert listed == {d.pk for d in DisclosureDuty.objects.all() if d.state_on(today) == state}, state
        counts = DisclosureDuty.objects.counts(today=today)
        begun = [d for d in DisclosureDuty.objects.all() if d.starts_on <= today]
        assert counts["late"] == sum(d.state_on(today) is DutyState.LATE for d in begun)
        assert counts["on_time"] <= counts["judged"]
    by_body = DisclosureDuty.objects.counts_by_body(today=date(2026, 11, 23))
    assert sum(row["met"] for row in by_body.values()) == len(some[::7])


def test_the_third_quarter_was_due_in_october(duty_of, now):
    duty = duty_of("income-expenditure", THIRD_QUARTER)
    assert duty.title == "2026年第三季度财务收支情况"
    assert (duty.opens_on, duty.due_on) == (date(2026, 9, 30), date(2026, 10, 20))
    assert duty.state_on(date(2026, 10, 20)) is DutyState.DUE
    assert duty.state_on(date(2026, 10, 21)) is DutyState.LATE
    assert duty.state_on(date(2026, 11, 23)) is DutyState.VERY_LATE
    met = meet_duty(actor=None, duty=duty, now=now)
    again = meet_duty(actor=None, duty=duty, now=now + timedelta(days=9))
    assert again.met_on == met.met_on == date(2026, 11, 23)
    assert not met.was_on_time
    assert Event.objects.filter(verb="disclosure_duty.met").count() == 1


def test_what_is_met_at_the_last_second_of_its_last_day_is_on_time(duty_of):
    at = datetime(2026, 10, 20, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert meet_duty(actor=None, duty=duty_of("income-expenditure", THIRD_QUARTER), now=at).was_on_time
    late = duty_of("income-expenditure", THIRD_QUARTER, "dongshuiguan")
    assert not meet_duty(actor=None, duty=late, now=at + timedelta(seconds=1)).was_on_time


def test_a_missing_holiday_year_is_counted_by_weekdays_and_put_right_when_it_is_entered(
    duty_of, now, django_capture_on_commit_callbacks
):
    """The fourth quarter ends on 31 December 2026; its limit lies in a year without an arrangement."""
    duty = duty_of("income-expenditure", date(2026, 10, 1))
    assert duty.due_on == date(2027, 1, 15)
    met = meet_duty(
        actor=None, duty=duty_of("income-expenditure", date(2026, 10, 1), "dongshuiguan"), now=now
    )
    holidays = {date(2027, 1, day): "元旦" for day in (1, 2, 3, 4)}
    with django_capture_on_commit_callbacks(execute=True):
        set_calendar_year(actor=None, year=2027, source="通知", holidays=holidays, make_ups={}, now=now)
    deliver_due(now=now + timedelta(minutes=1), waited=timedelta(0))
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 1, 18)
    met.refresh_from_db()
    assert met.due_on == date(2027, 1, 15)


def test_a_committee_that_comes_later_owes_from_then_on(owing, now):
    street = owing["fuzimiao"]
    area = Area.objects.create(
        level="community",
        code="320104002099",
        name="新街社区居委会",
        short_name="新街社区",
        slug="xinjie",
        kind="residents",
        parent=street,
    )
    Area.objects.filter(pk=area.pk).update(path=f"{street.path}{area.pk}/")
    area.refresh_from_db()
    body = Body(kind=BodyKind.COMMITTEE, name="新街社区居委会", area=area)
    add_bodies(actor=None, bodies=[body], now=now)
    lay_out_duties(actor=None, now=now)
    owed = DisclosureDuty.objects.filter(body=Body.objects.get(area=area))
    assert owed.exists()
    assert not owed.filter(ends_on__lt=date(2026, 11, 23)).exists()


def test_a_community_that_is_abolished_owes_nothing_new(owing, now):
    area = owing["wuyixiang"]
    late = DisclosureDuty.objects.within(area).in_state(DutyState.LATE, today=date(2026, 11, 23)).count()
    abolish_area(actor=None, area=area, successor=owing["dongshuiguan"], now=now)
    assert DisclosureDuty.objects.within(area).filter(due_on__gte=date(2026, 11, 23)).count() == 0
    assert (
        DisclosureDuty.objects.within(area).in_state(DutyState.LATE, today=date(2026, 11, 23)).count() == late
    )
    assert not DisclosureDuty.objects.of_active_areas().within(area).exists()


def test_an_occasion_starts_a_clock_of_its_own(owing, official, now):
    body = owing.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    item = DisclosureItem.objects.get(code="public-facilities")
    entered = {"actor": worker, "item": item, "body": body, "now": now}
    duty = enter_occasion(happened_on=date(2026, 11, 20), occasion=" 三号楼  屋面维修 ", **entered)
    assert duty.due_on == date(2026, 11, 27)
    assert duty.title == "公共设施建设和维护项目：三号楼 屋面维修"
    for happened_on, occasion, said in (
        (date(2026, 11, 24), "明天的事", "还没有发生"),
        (date(2024, 1, 1), "很久以前", "超过一年"),
        (date(2026, 11, 20), "三号楼 屋面维修", "已经登记过"),
        (date(2026, 11, 20), " ", "写明是什么事"),
    ):
        with pytest.raises(ValidationError) as refused:
            enter_occasion(happened_on=happened_on, occasion=occasion, **entered)
        assert said in str(refused.value.messages)
    periodic = DisclosureItem.objects.get(code="income-expenditure")
    with pytest.raises(ValidationError, match="即时公开"):
        enter_occasion(**entered | {"item": periodic}, happened_on=date(2026, 11, 20), occasion="不该在这里")
    with pytest.raises(PermissionDenied):
        enter_occasion(
            **entered | {"body": owing.body("dongshuiguan")}, happened_on=date(2026, 11, 20), occasion="别家"
        )
    lay_out_duties(actor=None, now=now)
    assert DisclosureDuty.objects.filter(pk=duty.pk, due_on=date(2026, 11, 27)).exists()
    with pytest.raises(PermissionDenied):
        withdraw_occasion(
            actor=official(Role.COMMITTEE_WORKER, owing.body("dongshuiguan")), duty=duty, now=now
        )
    withdraw_occasion(actor=worker, duty=duty, now=now)
    assert Event.objects.filter(verb="disclosure_duty.withdrawn", is_tombstone=True).exists()


def test_the_database_keeps_a_duty_whole_and_single(duty_of):
    duty = duty_of("income-expenditure", THIRD_QUARTER)
    duty.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.save(force_insert=True)
    for wrong in ({"met_on": date(2026, 11, 1)}, {"due_on": date(2026, 1, 1)}, {"ends_on": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DisclosureDuty.objects.filter(item__code="income-expenditure").update(**wrong)


def test_reminders_reach_committee_and_street_each_once(owing, official, now):
    body = owing.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    clerk = official(Role.STREET_STAFF, owing.body("fuzimiao"))
    other = official(Role.STREET_STAFF, owing.body("qinhong"))
    DisclosureDuty.objects.exclude(body=body).delete()
    jobs.keep_duties(now)
    jobs.keep_duties(now)
    very_late = DisclosureDuty.objects.in_state(DutyState.VERY_LATE, today=date(2026, 11, 23)).count()
    assert very_late
    assert DutyReminder.objects.filter(stage=ReminderStage.VERY_LATE).count() == very_late
    [told] = Notification.objects.filter(recipient=clerk)
    assert told.kind == "disclosure_duty.very_late"
    kinds = set(Notification.objects.filter(recipient=worker).values_list("kind", flat=True))
    assert kinds == {"disclosure_duty.late", "disclosure_duty.very_late"}
    [line] = lines([told], reader=clerk)
    assert line.wording.title == f"乌衣巷社区有{very_late}项公开严重逾期"
    told.recipient = other
    assert lines([told], reader=other) == []
    # Five working days before the fourth quarter's last day.
    soon = datetime(2027, 1, 8, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    jobs.keep_duties(soon - timedelta(days=1))
    before = DutyReminder.objects.filter(stage=ReminderStage.SOON, duty__due_on=date(2027, 1, 15)).count()
    jobs.keep_duties(soon)
    after = DutyReminder.objects.filter(stage=ReminderStage.SOON, duty__due_on=date(2027, 1, 15)).count()
    assert (before, after > 0) == (0, True)


def test_a_street_without_staff_leaves_it_to_the_district(owing, official, now):
    administrator = official(Role.DISTRICT_ADMINISTRATOR, owing.body())
    UserFactory()
    jobs.keep_duties(now)
    assert Notification.objects.filter(recipient=administrator, kind="disclosure_duty.very_late").exists()
