"""Anybody can say what is wrong with a page; it reaches the body that answers for it."""

import threading
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data import registry as holdings
from cms_pages.actions.count_submission import count_submission
from cms_pages.error_reports.codes import digest_of, new_code
from cms_pages.error_reports.telling import tell
from cms_pages.models import ErrorReport, SubmissionCount
from cms_pages.submissions.limits import ADDRESS, NETWORK, Sender, TooMany
from communities.choices import BodyKind, Role
from communities.models import Body
from events.models import Event
from notifications.models import Notification
from tests.cms_pages.error_reports.conftest import FORM
from tests.factories import NoticeFactory, UserFactory
from tests.factories.guides import GuideFactory, guides_of

pytestmark = pytest.mark.django_db


def code_in(response):
    return response.url.split("code=")[1].split("&")[0]


@pytest.mark.parametrize(
    "address", ["/", "/fuzimiao/wuyixiang/", "/services/?kind=x", "/communities/", "/no-such/"]
)
def test_every_page_leads_to_the_form_with_itself_named(client, district, address):
    page = client.get(address)
    assert f'href="{FORM}?page=/' in page.content.decode()
    assert "csrftoken" not in page.cookies


def test_the_form_names_the_page_and_who_answers_and_nobody_keeps_it(client, district):
    NoticeFactory(parent=district.notices_of("wuyixiang"), slug="water", title="周六停水")
    answer = client.get(FORM, {"page": "/fuzimiao/wuyixiang/notices/water/?from=x"})
    text = answer.content.decode()
    assert "周六停水" in text
    assert "乌衣巷社区" in text
    assert "no-store" in answer["Cache-Control"]
    assert f'href="{FORM}?page=' not in text, "no link about the form itself"


def test_a_page_s_publisher_answers_for_it_then_whoever_runs_the_place(district, about):
    department = district.body(kind=BodyKind.DEPARTMENT)
    guide = GuideFactory(parent=guides_of(department), slug="dibao")
    expected = {
        guide.get_url(): department,
        f"{guide.get_url()}print/": department,
        guides_of(department).get_url(): department,
        "/fuzimiao/wuyixiang/": district.body("wuyixiang"),
        "/fuzimiao/wuyixiang/services/": district.body("wuyixiang"),
        "/fuzimiao/": district.body("fuzimiao"),
        "/fuzimiao/notices/": district.body("fuzimiao"),
        "/notices/": district.body(),
        "/communities/": district.body(),
        "https://elsewhere.example/x": district.body(),
        "": district.body(),
    }
    assert {address: about(address).body for address in expected} == expected


def test_where_the_committee_is_gone_the_street_answers_and_then_the_district(district, about):
    gone = timezone.localdate() - timedelta(days=1)
    Body.objects.filter(pk=district.body("wuyixiang").pk).update(ended_on=gone)
    assert about().body == district.body("fuzimiao")
    Body.objects.filter(pk=district.body("fuzimiao").pk).update(ended_on=gone)
    assert about().body == district.body()
    Body.objects.filter(pk=district.body().pk).update(ended_on=gone)
    assert about() is None


@pytest.mark.parametrize("trait", ["draft", "for_committees"])
def test_what_visitors_may_not_know_of_is_no_page_to_them(district, about, trait):
    notice = NoticeFactory(
        parent=district.notices_of("fuzimiao"), slug="hidden", title="内部", **{trait: True}
    )
    found = about("/fuzimiao/notices/hidden/")
    assert notice.pk
    assert found.page is None
    assert found.title == about("/fuzimiao/notices/none/").title


@pytest.mark.parametrize(
    "odd", ["//evil.example/", "javascript:alert(1)", "/\0", "/" + "a" * 5000, "http://[", "/%00%E9"]
)
def test_odd_addresses_are_no_error(client, district, odd):
    answer = client.get(FORM, {"page": odd})
    assert answer.status_code == 200
    assert 'href="//' not in answer.content.decode().partition("<main")[2]


def test_a_visitor_s_report_reaches_the_committee_and_is_found_by_its_code(client, district, send, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    other = official(Role.COMMITTEE_WORKER, district.body("lianziying"))
    answer = send(client, place="办公时间", contact="025-0000 0001")
    report = ErrorReport.objects.get()
    assert report.body == district.body("wuyixiang")
    assert report.page_title == "社区公告"
    assert report.reporter is None
    assert report.state == ErrorReport.State.OPEN
    shown = client.get(answer.url).content.decode()
    assert "已经收到" in shown
    assert code_in(answer) in shown
    assert "电话少了一位" in shown
    assert Event.objects.get(verb="error_report.submitted").actor is None
    tell(Event.objects.get(verb="error_report.submitted"))
    assert list(Notification.objects.values_list("recipient", flat=True)) == [worker.pk]
    assert other.pk


def test_three_working_days_are_counted_by_the_calendar(report, now):
    # Monday 23 November 2026: no holiday in that week.
    assert report().report.due_on.isoformat() == "2026-11-26"


def test_sent_twice_is_stored_once(client, district, send):
    token = uuid.uuid4()
    first, second = send(client, token=token), send(client, token=token)
    assert first.url == second.url
    assert ErrorReport.objects.count() == 1
    assert send(client).url != first.url


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "请写明哪里不对。"),
        ({"text": "字" * 1001}, "1000"),
        ({"kind": ""}, "请选一类问题"),
        ({"kind": "none"}, "none"),
        ({"website": "https://spam.example"}, "请清空"),
        ({"text": "http://a.example http://b.example https://c.example"}, "网址太多"),
        ({"place": "字" * 101}, "100"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(client, district, send, fields, said):
    answer = send(client, **{"place": "第三行", **fields})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in text
    assert fields.get("place", "第三行") in text
    assert not ErrorReport.objects.exists()


def test_too_many_from_one_address_are_refused_with_the_time_to_try_again(client, district, send, now):
    for _count in range(ADDRESS[0].most):
        assert send(client, address="203.0.113.9").status_code == 302
    refused = send(client, address="203.0.113.9", text="第七条")
    assert refused.status_code == 429
    assert "2026-11-23 10:00以后" in unescape(refused.content.decode())
    assert "第七条" in refused.content.decode()
    assert send(client, address="203.0.113.10").status_code == 302, "the neighbour is let in"
    assert not SubmissionCount.objects.filter(sender__contains="203.0").exists(), "no address is kept"


def test_a_person_s_limit_goes_with_them_and_the_network_s_stops_a_change_of_address(district, now):
    def count(person=None, address=None):
        count_submission(actor=None, purpose="x", sender=Sender(person=person, address=address), now=now)

    for _count in range(10):
        count(person=1, address="2001:db8:1::1")
    with pytest.raises(TooMany):
        count(person=1, address="2001:db8:9::1")
    count(person=2, address="2001:db8:1::1")
    for last in range(NETWORK[0].most - 11):
        count(address=f"2001:db8:1::{last + 2:x}")
    with pytest.raises(TooMany):
        count(address="2001:db8:1::ffff")
    count(address="2001:db8:2::1")


def test_what_is_refused_by_one_limit_counts_for_no_other(district, now, report):
    person = UserFactory()
    for _count in range(10):
        report(reporter=person)
    before = dict(SubmissionCount.objects.values_list("pk", "count"))
    with pytest.raises(TooMany):
        report(reporter=person)
    assert dict(SubmissionCount.objects.values_list("pk", "count")) == before


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_no_more_than_the_limit_get_through():
    now, start, refused = timezone.now(), threading.Barrier(8), []

    def act():
        start.wait()
        for _count in range(2):
            try:
                count_submission(
                    actor=None, purpose="x", sender=Sender(person=None, address="203.0.113.9"), now=now
                )
            except TooMany:
                refused.append(1)
        connection.close()

    threads = [threading.Thread(target=act) for _count in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 16 - ADDRESS[0].most


def test_a_member_may_report_with_or_without_their_account(client_for, district, send):
    person = UserFactory(member={Role.RESIDENT: district.body("wuyixiang")})
    client = client_for(person)
    send(client, with_account="on")
    send(client)
    assert list(ErrorReport.objects.order_by("pk").values_list("reporter", flat=True)) == [person.pk, None]
    anonymous = Event.objects.filter(verb="error_report.submitted").order_by("pk").last()
    assert anonymous.actor is None
    mine = client.get(reverse("error-report-mine")).content.decode()
    assert mine.count("电话少了一位") == 1
    assert "我的纠错" in client.get("/me/").content.decode()
    assert client_for(UserFactory()).get(reverse("error-report-mine")).content.decode().count("电话少了") == 0


def test_a_code_forgives_how_it_is_typed_and_nothing_else(client, district, report):
    code = report().code
    address = reverse("error-report-answer")
    assert "电话少了" in client.get(address, {"code": f" {code.lower().replace('-', '')} "}).content.decode()
    wrong = client.get(address, {"code": new_code()})
    assert wrong.status_code == 422
    assert "没有这个查询码" in wrong.content.decode()
    assert client.get(address, {"code": ""}).status_code == 422
    assert client.get(address)["Referrer-Policy"] == "no-referrer"
    assert digest_of("O1L0") == digest_of("0110")


def test_a_person_gets_a_copy_and_is_forgotten(district, report):
    person = UserFactory()
    row = report(reporter=person, contact="025-0000 0001").report
    holding = holdings.get("error_reports")
    assert holding.export(person)["error_reports"][0]["text"] == "电话少了一位。"
    holding.erase(person)
    row.refresh_from_db()
    assert (row.reporter, row.contact, row.text) == (None, "", "电话少了一位。")
