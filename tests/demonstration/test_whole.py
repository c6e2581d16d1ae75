"""The whole demonstration, loaded once, in a district that is not Qinhuai: every list, clock and state has
something to look at, and loading again adds nothing.
"""

from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms_pages.choices import CheckState, ConsultationState, ObjectionState
from cms_pages.guides.words import REFERENCE
from cms_pages.models import (
    ConsultationPage,
    DepartmentNoticesPage,
    DisclosureCheck,
    DisclosureObjection,
    DisclosurePage,
    DisclosureVersion,
    ErrorReport,
    GuidePage,
    NoticePage,
    NoticeReceipt,
    Opinion,
    ServicePage,
    SharedFact,
    StaffConsent,
    StaffDuty,
    WantedMatter,
)
from communities.choices import CommunityKind, Level
from communities.models import Area, Body, Category, ContactFact, Membership, OpeningSchedule
from demonstration.guides.load import TEXTS
from demonstration.places import stage
from disclosure.choices import DutyState
from disclosure.models import DisclosureDuty

pytestmark = [pytest.mark.django_db, pytest.mark.once]

COUNTED = (
    Body,
    ContactFact,
    DepartmentNoticesPage,
    DisclosurePage,
    ErrorReport,
    GuidePage,
    Membership,
    NoticePage,
    OpeningSchedule,
    ServicePage,
    StaffDuty,
    WantedMatter,
)


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def has_notices_of_every_kind_and_state(district, now):
    notices = NoticePage.objects.all()
    assert notices.count() >= 50
    assert set(notices.values_list("kind", flat=True)) == set(NoticePage.Kind.values)
    assert notices.filter(live=True, audience="committees").exists()
    assert notices.filter(live=True, audience="streets").exists()
    assert notices.not_live().filter(go_live_at__gt=now).exists()
    assert notices.live().filter(effective_until__lte=now).exists()
    assert notices.urgent_for(stage().community, now).exists()
    assert {bool(signed) for signed in NoticeReceipt.objects.values_list("signed_at", flat=True)} == {
        *(True, False),
    }
    assert not any("{" in title for title in notices.values_list("title", flat=True))


def has_guides_that_can_be_published_and_some_that_need_care(district, now):
    guides = GuidePage.objects.all()
    assert len(TEXTS) == guides.count() >= 35
    assert guides.not_live().count() == 1
    assert 1 <= guides.stale(now.date()).count() <= 5
    assert guides.filter(variants__gt="[]").count() >= 8
    assert set(Category.objects.filter(scheme="guide_event")) == {
        event for guide in guides for event in guide.life_events.all()
    }
    used = {name for guide in guides for name in REFERENCE.findall(guide.search_text)}
    assert used == set(SharedFact.objects.values_list("name", flat=True))


def has_disclosures_in_every_state(district, now):
    assert DisclosurePage.objects.count() >= 70
    today = timezone.localdate(now)
    own = DisclosureDuty.objects.filter(body__area=stage().community)
    states = Counter(duty.state_on(today) for duty in own)
    assert set(states) == set(DutyState)
    assert any(not duty.was_on_time for duty in own if duty.met_on)
    assert sum(duty.was_on_time for duty in own) > 40
    assert {check.state for check in DisclosureCheck.objects.all()} == {
        *(CheckState.PASSED, CheckState.RETURNED, CheckState.WAITING),
    }
    assert {objection.state_on(today) for objection in DisclosureObjection.objects.all()} == {
        *(ObjectionState.CORRECTED, ObjectionState.ANSWERED),
        *(ObjectionState.WAITING, ObjectionState.OVERDUE),
    }
    assert DisclosureVersion.objects.filter(number=2, objections__isnull=False).count() == 1
    assert not any("{" in title for title in DisclosurePage.objects.values_list("title", flat=True))


def has_people_who_ask_and_are_answered(district, now):
    pages = ConsultationPage.objects.live()
    assert {page.state_at(now) for page in pages} == set(ConsultationState)
    assert set(Opinion.objects.values_list("state", flat=True)) >= {"pending", "published", "received"}
    reports = ErrorReport.objects.all()
    assert {row.state for row in reports} == set(ErrorReport.State)
    assert reports.overdue(timezone.localdate()).exists() or reports.open().count() >= 3
    assert StaffDuty.objects.filter(member=None).exists()
    assert StaffConsent.objects.exists()
    assert (pages.count(), reports.count(), StaffDuty.objects.count()) == (6, 8, 7)


def is_of_this_district(district, now):
    assert Body.objects.filter(name="东莞市民政局", short_name="市民政局").exists()
    assert Membership.objects.get(user__username="demo-worker").body.area == district["kangjuli"]


CHECKS = (
    has_notices_of_every_kind_and_state,
    has_guides_that_can_be_published_and_some_that_need_care,
    has_disclosures_in_every_state,
    has_people_who_ask_and_are_answered,
    is_of_this_district,
)


def test_any_district_is_filled_and_loading_again_adds_nothing(district, now, client, subtests):
    Area.objects.filter(level=Level.DISTRICT).update(code="441900", name="东莞市", short_name="东莞市")
    Area.objects.filter(pk=district["zhongpailou"].pk).update(kind=CommunityKind.VIRTUAL)
    Area.objects.filter(pk=district["kangjuli"].pk).update(kind=CommunityKind.VILLAGERS)
    call_command("demo_load")
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(district, now)
    shown = [
        *GuidePage.objects.live()[::3],
        *ConsultationPage.objects.live(),
        *DisclosurePage.objects.live()[::9],
    ]
    for page in shown:
        with subtests.test("is shown", page=page.title):
            answer = client.get(page.get_url())
            assert answer.status_code == 200
            assert page.title in answer.content.decode()
            assert "[[" not in answer.content.decode()
    before = counts()
    assert all(before.values())
    call_command("demo_load")
    assert counts() == before
