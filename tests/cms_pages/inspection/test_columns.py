"""Every column of the menu has a clock, and what is owed in each is counted for those above."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.columns import open_columns
from cms_pages.models import ConsultationPage, DisclosureObjection, DisclosurePage
from cms_pages.reports.report import make_report, period_of
from communities import inspection, reports, workload
from communities.actions.inspect_site import inspect_site
from communities.choices import FindingState, Role
from communities.models import InspectionFinding
from communities.workload import WorkKind
from disclosure.models import DisclosureDuty
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.models import EnquiryCategory, Topic
from tests.factories import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.disclosures import OccasionFactory, published, submitted
from tests.factories.forum import board_of, regular, topic_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOME = "wuyixiang"


def state(district, check, slug):
    row = InspectionFinding.objects.filter(check_key=check, area=district[slug]).first()
    return row.state if row else None


def look(now=None):
    inspect_site(actor=None, now=now or timezone.now())


def people_of(body):
    return {
        "writer": UserFactory(member={Role.COMMITTEE_WORKER: body}),
        "supervisor": UserFactory(member={Role.SUPERVISOR: body}),
    }


def disclose(district, slug=HOME, **more):
    body, now = district.body(slug), timezone.now()
    duty = OccasionFactory(body=body, starts_on=timezone.localdate(now), **more)
    return published(duty, now=now, **people_of(body))


def test_each_open_column_has_a_clock_in_the_order_of_the_menu():
    keys = [key for key, _clock in inspection.clocks]
    columns = [column.key for column in open_columns()]
    assert [key for key in keys if key in columns] == columns


def test_a_committee_that_discloses_nothing_for_half_a_year_is_flagged(district):
    disclose(district)
    look()
    assert state(district, "disclosures", HOME) is None
    assert state(district, "disclosures", "lianziying") == FindingState.EMPTY
    # Streets and the district have nothing of their own to disclose.
    assert state(district, "disclosures", "fuzimiao") is None
    look(timezone.now() + 92 * DAY)
    assert state(district, "disclosures", HOME) == FindingState.WARNED
    look(timezone.now() + 184 * DAY)
    assert state(district, "disclosures", HOME) == FindingState.STALE


def test_a_board_where_nobody_writes_is_flagged_and_what_is_below_counts_for_those_above(district):
    topic = topic_in(board_of(district), regular(district))
    look()
    for slug in (HOME, "fuzimiao", ""):
        assert state(district, "forum", slug) is None
    for slug in ("lianziying", "qinhong"):
        assert state(district, "forum", slug) == FindingState.EMPTY
    row = InspectionFinding.objects.get(check_key="forum", area=district["lianziying"])
    assert row.url == "/fuzimiao/lianziying/forum/"
    Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now() - 190 * DAY)
    look()
    assert state(district, "forum", "") == FindingState.STALE


def test_a_district_that_asks_its_residents_nothing_for_a_year_is_flagged(district):
    look()
    assert state(district, "consultations", "") == FindingState.EMPTY
    page = ConsultationFactory(parent=district.notices_of(HOME))
    look()
    assert state(district, "consultations", "") is None
    assert state(district, "consultations", HOME) is None
    ConsultationPage.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - 366 * DAY)
    look()
    assert state(district, "consultations", "") == FindingState.STALE


def test_an_objection_that_nobody_answers_for_three_months_is_found(district):
    page, body = disclose(district), district.body(HOME)
    resident = UserFactory(member={Role.RESIDENT: body})
    raise_objection(actor=resident, page=page, text="哪几户？", now=timezone.now())
    look(timezone.now() + 91 * DAY)
    assert not InspectionFinding.objects.filter(check_key="objections-waiting").exists()
    look(timezone.now() + 93 * DAY)
    found = InspectionFinding.objects.get(check_key="objections-waiting")
    assert found.body == body
    assert page.title in found.title
    assert found.url == reverse("disclosure_objections:index")


def test_what_is_owed_of_disclosures_is_counted_for_those_above(district):
    body, now = district.body(HOME), timezone.now()
    people = people_of(body)
    page = disclose(district, occasion="公开过的")
    raise_objection(
        actor=UserFactory(member={Role.RESIDENT: body}), page=page, text="哪几户？", now=timezone.now()
    )
    for occasion, passes in (("等着审的", None), ("退回来的", False)):
        duty = OccasionFactory(body=body, starts_on=timezone.localdate(now), occasion=occasion)
        check = submitted(duty, writer=people["writer"], now=now)
        if passes is False:
            decide_check(
                actor=people["supervisor"],
                check=check,
                passes=False,
                remarks={str(check.page.content[0].id): "请补数字"},
                now=now,
            )
    DisclosureDuty.objects.filter(body=district.body("lianziying")).delete()
    OccasionFactory(body=district.body("lianziying"), starts_on=timezone.localdate(now) - 90 * DAY)
    waiting = workload.by_body(now)
    assert waiting[body.pk][WorkKind.CHECK] == 1
    assert waiting[body.pk][WorkKind.RETURNED] == 1
    assert waiting[body.pk][WorkKind.OBJECTION] == 1
    assert waiting[district.body("lianziying").pk][WorkKind.LATE] == 1
    DisclosureObjection.objects.update(answered_at=now, answer="三户")
    assert WorkKind.OBJECTION not in workload.by_body(now).get(body.pk, {})


def test_the_reports_columns_stand_as_in_the_menu_and_count_every_column(district):
    titles = [str(column.title) for column in reports.columns()]
    expected = (
        *("发布公告", "签收公告", "征集意见", "公开事项", "答复异议", "发布指南", "发布服务", "核对服务"),
        *("回复评价", "答复咨询投诉", "收到纠错", "答复纠错"),
    )
    assert tuple(titles) == expected
    disclose(district)
    body, board = district.body(HOME), board_of(district)
    asked = submit_enquiry(
        actor=regular(district),
        board=board,
        body=body,
        category=EnquiryCategory.objects.create(name="市政设施"),
        purpose=Purpose.ASK,
        title="路灯不亮",
        text="三号楼门口那盏。",
        is_private=False,
        now=timezone.now() - DAY,
    ).enquiry
    worker = UserFactory(member={Role.COMMITTEE_WORKER: body})
    answer_enquiry(actor=worker, enquiry=asked, text="换好了。", now=timezone.now())
    today = timezone.localdate()
    report = make_report([body], period_of(today, today), timezone.now(), by_street=False)
    numbers = dict(zip(report.titles, report.lines[0].numbers, strict=True))
    assert numbers["公开事项"] == 1
    assert numbers["答复咨询投诉"] == 1
    assert DisclosurePage.objects.count() == 1
