"""The body that answers for a page answers, hands on or puts aside what was reported."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.answer_error_report import answer_error_report
from cms_pages.actions.dismiss_error_report import dismiss_error_report
from cms_pages.actions.hand_on_error_report import hand_on_error_report
from cms_pages.choices import ErrorReportState
from cms_pages.error_reports import reminders
from cms_pages.error_reports.clock import due_after_transfer, remaining_words
from cms_pages.error_reports.permissions import can_see
from cms_pages.error_reports.telling import tell
from cms_pages.models import ErrorReport, SubmissionCount
from cms_pages.querysets.error_reports import Counts
from communities import reports, workload
from communities.actions.abolish_area import abolish_area
from communities.choices import BodyKind, Role
from communities.inspection import checks
from communities.reports import Period
from events.models import Event
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


def answer(worker, row, state=ErrorReportState.FIXED, words=""):
    return answer_error_report(actor=worker, report=row, state=state, answer=words, now=timezone.now())


def hand_on(worker, row, to, reason="这个页面由街道发布"):
    return hand_on_error_report(actor=worker, report=row, to=to, reason=reason, now=timezone.now())


def told(person):
    return [
        line.wording.title for line in lines(Notification.objects.filter(recipient=person), reader=person)
    ]


def test_the_reporter_hears_of_the_answer_and_a_visitor_finds_it_by_the_code(client, worker, report):
    person = UserFactory()
    mine, visitors = report(reporter=person), report()
    answer(worker, mine.report)
    answer(worker, visitors.report, ErrorReportState.NO_ERROR, "号码是对的，七位是分机。")
    for event in Event.objects.filter(verb="error_report.answered"):
        tell(event)
    assert told(person) == ["您的纠错有答复：社区公告"]
    assert Notification.objects.count() == 1
    shown = client.get(reverse("error-report-answer"), {"code": visitors.code}).content.decode()
    assert "七位是分机" in shown
    assert "核实无误" in shown
    assert str(worker) not in shown, "officials stay behind their bodies"
    shown = client.get(reverse("error-report-answer"), {"code": mine.code}).content.decode()
    assert "已经改正，谢谢您。" in shown


def test_no_error_needs_a_reason_and_an_answer_stands(worker, report):
    row = report().report
    with pytest.raises(ValidationError, match="不用改"):
        answer(worker, row, ErrorReportState.NO_ERROR)
    with pytest.raises(ValidationError):
        answer(worker, row, ErrorReportState.SPAM)
    with pytest.raises(ValidationError, match="500"):
        answer(worker, row, words="字" * 501)
    answer(worker, row)
    for again in (answer, lambda *args: dismiss_error_report(actor=worker, report=row, now=timezone.now())):
        with pytest.raises(ValidationError, match="处理过"):
            again(worker, row)


def test_only_the_body_that_answers_for_the_page_answers(district, official, report):
    row = report().report
    for role, slug in ((Role.COMMITTEE_WORKER, "lianziying"), (Role.STREET_STAFF, "fuzimiao")):
        with pytest.raises(PermissionDenied, match="处理"):
            answer(official(role, district.body(slug)), row)


def test_a_report_is_handed_on_with_a_reason_and_the_other_body_answers(
    client, district, official, worker, report, now
):
    made = report()
    row = made.report
    street = district.body("fuzimiao")
    staff = official(Role.STREET_STAFF, street)
    with pytest.raises(ValidationError, match="为什么"):
        hand_on(worker, row, street, reason=" ")
    with pytest.raises(ValidationError, match="不能转给"):
        hand_on(worker, row, district.body("lianziying"))
    moved = hand_on(worker, row, street)
    assert moved.due_on == row.due_on, "the reporter's day stays"
    with pytest.raises(PermissionDenied):
        answer(worker, moved)
    with pytest.raises(ValidationError, match="转给了别的"):
        answer(UserFactory(superuser=True), row)
    tell(Event.objects.get(verb="error_report.handed_on"))
    assert told(staff) == ["别的单位转来一条纠错：社区公告"]
    shown = client.get(reverse("error-report-answer"), {"code": made.code}).content.decode()
    assert "转给夫子庙街道" in shown
    assert "这个页面由街道发布" in shown
    answer(staff, moved)


def test_nobody_is_late_the_moment_they_hear_of_it():
    friday = date(2026, 11, 27)
    assert due_after_transfer(friday - timedelta(days=4), friday) == date(2026, 11, 30)
    assert due_after_transfer(date(2026, 12, 4), friday) == date(2026, 12, 4)


def test_time_is_told_in_working_days(db):
    friday = date(2026, 11, 27)
    assert remaining_words(date(2026, 11, 30), friday) == "还剩1个工作日"
    assert remaining_words(friday, friday) == "今天到期"
    assert remaining_words(date(2026, 11, 25), friday) == "超期2个工作日"
    assert remaining_words(friday, date(2026, 11, 28)) == "已超期", "a Saturday adds no working day"


def test_the_register_shows_what_is_mine_by_its_day_and_pages_by_key(
    client_for, district, worker, report, monkeypatch, now
):
    monkeypatch.setattr("cms_pages.views.error_report_workbench.PAGE_SIZE", 2)
    rows = [report(text=f"第{n}处").report for n in range(3)]
    ErrorReport.objects.filter(pk=rows[2].pk).update(due_on=now.date() - timedelta(days=3))
    report("/fuzimiao/notices/", text="街道的页面")
    client, index = client_for(worker), reverse("error_reports:index")
    first = client.get(index).content.decode()
    assert first.index("第2处") < first.index("第0处")
    assert "第1处" not in first
    assert "街道的页面" not in first
    second = client.get(index, {"after": rows[0].pk}).content.decode()
    assert "第1处" in second
    assert "第0处" not in second
    assert "第2处" in client.get(index, {"view": "overdue"}).content.decode()
    assert "第0处" not in client.get(index, {"view": "overdue"}).content.decode()
    assert "没有这样的纠错" in client.get(index, {"view": "due"}).content.decode()
    answer(worker, rows[0])
    closed = client.get(index, {"view": "closed"}).content.decode()
    assert "第0处" in closed
    assert client.get(index, {"view": "closed", "after": rows[1].pk}).status_code == 200
    assert client.get(index, {"view": "x", "after": "²"}).status_code == 200
    home = client.get("/admin/").content.decode()
    assert "待答复的纠错" in home


def test_officials_answer_in_the_workbench_and_lose_nothing_they_typed(client_for, district, worker, report):
    row = report(contact="025-0000 0001").report
    client = client_for(worker)
    address = reverse("error_reports:read", args=[row.pk])
    assert "025-0000 0001" in client.get(address).content.decode()
    decide = reverse("error_reports:decide", args=[row.pk])
    refused = client.post(decide, {"decision": "hand_on", "to": "", "reason": "归街道管"})
    assert refused.status_code == 422
    assert "归街道管" in refused.content.decode()
    assert "请选择转给哪个单位" in refused.content.decode()
    assert client.post(decide, {"decision": ""}).status_code == 422
    assert client.post(decide, {"decision": "no_error", "answer_no_error": ""}).status_code == 422
    assert client.post(decide, {"decision": "fixed", "answer_fixed": "补上了"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer, row.closed_by) == ("fixed", "补上了", worker)
    other = report().report
    to = {"decision": "hand_on", "to": district.body("fuzimiao").pk, "reason": "归街道管"}
    assert client.post(reverse("error_reports:decide", args=[other.pk]), to).status_code == 302
    assert client.get(reverse("error_reports:read", args=[other.pk])).status_code == 404
    spam = report().report
    client.post(reverse("error_reports:decide", args=[spam.pk]), {"decision": "spam"})
    spam.refresh_from_db()
    assert spam.state == ErrorReportState.SPAM


def test_another_body_s_report_does_not_exist(client_for, district, official, report):
    row = report().report
    stranger = client_for(official(Role.COMMITTEE_WORKER, district.body("lianziying")))
    assert stranger.get(reverse("error_reports:read", args=[row.pk])).status_code == 404
    assert stranger.post(reverse("error_reports:decide", args=[row.pk])).status_code == 404


def test_the_owner_is_reminded_in_time_and_those_above_when_it_is_late(
    district, official, worker, report, clock
):
    staff = official(Role.STREET_STAFF, district.body("fuzimiao"))
    row = report().report  # Monday; due on Thursday
    reminders.remind_owners(timezone.now())
    assert not Notification.objects.exists()
    clock.shift(timedelta(days=2))
    reminders.remind_owners(timezone.now())
    reminders.remind_owners(timezone.now())
    assert told(worker) == ["纠错快到答复期限：社区公告"]
    assert told(staff) == []
    clock.shift(timedelta(days=2))
    reminders.remind_owners(timezone.now())
    assert sorted(told(worker)) == ["纠错快到答复期限：社区公告", "纠错超过答复期限：社区公告"]
    assert told(staff) == ["乌衣巷社区居委会有纠错超期未答复"]
    clock.shift(timedelta(days=1))  # Saturday: nobody is there
    reminders.remind_owners(timezone.now())
    assert Notification.objects.filter(recipient=staff).count() == 1
    answer(worker, row)
    assert told(staff) == []


def test_contacts_and_counts_are_forgotten_once_they_have_served(worker, report, clock):
    row = report(contact="025-0000 0001").report
    answer(worker, row)
    clock.shift(timedelta(days=59))
    reminders.forget(timezone.now())
    row.refresh_from_db()
    assert row.contact
    assert not SubmissionCount.objects.exists()
    clock.shift(timedelta(days=2))
    reminders.forget(timezone.now())
    row.refresh_from_db()
    assert row.contact == ""


def test_a_body_is_counted_in_public_by_what_it_received_and_how_it_answered(district, worker, report, clock):
    since = timezone.now() - timedelta(days=1)
    on_time, late, spam, overdue = (report().report for _count in range(4))
    answer(worker, on_time)
    dismiss_error_report(actor=worker, report=spam, now=timezone.now())
    clock.shift(timedelta(days=7))
    answer(worker, late)
    assert overdue.pk
    counts = ErrorReport.objects.counts_by_body(since=since, today=timezone.localdate())
    assert counts == {district.body("wuyixiang").pk: Counts(received=3, answered=2, on_time=1, overdue=1)}
    assert ErrorReport.objects.counts_by_body(since=since, today=timezone.localdate(), bodies=[]) == {}


def test_those_above_see_numbers_and_what_is_overdue(district, worker, report, clock):
    home = district.body("wuyixiang").pk
    start = timezone.now() - timedelta(days=1)
    answer(worker, report().report)
    late, spam = report().report, report().report
    dismiss_error_report(actor=worker, report=spam, now=timezone.now())
    clock.shift(timedelta(days=7))
    period = Period(start=start, end=timezone.now())
    assert reports.registry.get("errors-received").count(period) == {home: 2}
    assert reports.registry.get("errors-answered").count(period) == {home: 1}
    assert workload.registry.get("error-reports").count(timezone.now()) == {home: 1}
    (fault,) = checks.get("errors-overdue").find(timezone.now(), 0)
    assert (fault.body_id, fault.subject) == (home, str(late.pk))
    assert "少了一位" not in fault.title


def test_what_is_open_goes_on_to_whoever_takes_over_an_abolished_community(district, report):
    row, done = report().report, report().report
    dismiss_error_report(actor=UserFactory(superuser=True), report=done, now=timezone.now())
    abolish_area(actor=None, area=district["wuyixiang"], successor=district["lianziying"], now=timezone.now())
    row.refresh_from_db()
    assert row.body == district.body("lianziying")
    assert "已撤销" in row.transfers.get().reason
    done.refresh_from_db()
    assert not done.transfers.exists()


def test_lists_and_single_answers_agree_on_who_sees_a_report(district, official, report):
    reporter = UserFactory()
    rows = [report(reporter=reporter).report, report("/fuzimiao/notices/").report, report("/").report]
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: district.body(),
        Role.COMMISSION_MEMBER: district.body(kind=BodyKind.STEERING_COMMISSION),
        Role.DEPARTMENT_CLERK: district.body(kind=BodyKind.DEPARTMENT),
        Role.STREET_STAFF: district.body("fuzimiao"),
    }
    people = [official(role, bodies.get(role, district.body("wuyixiang"))) for role in Role]
    for person in [*people, reporter, UserFactory(superuser=True), UserFactory(inactive=True)]:
        shown = set(ErrorReport.objects.visible_to(person))
        assert shown == {row for row in rows if can_see(person, row)}, person
