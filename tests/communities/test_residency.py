"""Residents say where they live."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.actions.join_community import MOST, join_community
from communities.choices import Role
from communities.models import Body, Membership
from events.models import Event
from tests.factories.people import MembershipFactory, UserFactory

JOIN = "/me/communities/join/"


@pytest.fixture
def resident(db):
    return UserFactory(username="zhangsan")


@pytest.fixture
def mine(client_for, resident):
    return client_for(resident)


def current(user):
    return Membership.objects.current(today=timezone.localdate()).filter(user=user)


def test_joining_makes_a_resident_once(mine, resident, district):
    committee = district.body("wuyixiang")
    for _time in range(2):
        response = mine.post(JOIN, {"committee": committee.pk})
        assert (response.status_code, response["Location"]) == (302, "/me/")
    membership = current(resident).get()
    assert (membership.body, membership.role) == (committee, Role.RESIDENT)
    assert Event.objects.filter(verb="membership.added", actor=resident, body_id=committee.pk).count() == 1
    page = mine.get("/me/").content.decode()
    assert "乌衣巷社区" in page
    assert "夫子庙街道" in page


def test_a_link_from_a_community_chooses_it(mine, district):
    page = mine.get(f"{JOIN}?community={district['wuyixiang'].code}").content.decode()
    assert "加入乌衣巷社区" in page
    assert f'<option value="{district.body("wuyixiang").pk}" selected>' in page


@pytest.mark.parametrize("code", ["", "999", "x", "１２３", "1" * 5000, "320104002", "\0"])
def test_a_link_that_names_no_community_shows_the_list(mine, district, code):
    response = mine.get(JOIN, {"community": code})
    assert response.status_code == 200
    page = response.content.decode()
    assert '<optgroup label="夫子庙街道">' in page
    assert "selected" not in page.split("<select")[1].split("</select>")[0].replace('value="" selected', "")


def test_a_visitor_signs_in_first_and_comes_back_to_the_same_community(client, db):
    response = client.get(f"{JOIN}?community=320104002005")
    assert response["Location"] == f"/accounts/login/?next={JOIN}%3Fcommunity%3D320104002005"


@pytest.mark.parametrize("value", ["", "0", "abc", "9" * 400, "1\0", "-1"])
def test_a_choice_that_is_none_is_refused(mine, district, value):
    response = mine.post(JOIN, {"committee": value})
    assert response.status_code == 422
    assert "社区" in response.content.decode()


def test_only_committees_that_still_exist_can_be_joined(mine, resident, district):
    gone = district.body("kangjuli")
    Body.objects.filter(pk=gone.pk).update(ended_on=timezone.localdate())
    for body in (gone, district.body("fuzimiao"), district.body()):
        assert mine.post(JOIN, {"committee": body.pk}).status_code == 422
    assert not current(resident).exists()


def test_one_lives_in_three_places_at_most(mine, resident, district):
    committees = [district.body(area.slug) for area in district.communities]
    for committee in committees[:MOST]:
        assert mine.post(JOIN, {"committee": committee.pk}).status_code == 302
    response = mine.post(JOIN, {"committee": committees[MOST].pk})
    assert response.status_code == 422
    assert "最多加入3个社区" in response.content.decode()
    assert current(resident).count() == MOST
    assert JOIN not in mine.get("/me/").content.decode()


def test_leaving_ends_it_at_once_and_keeps_the_past(mine, resident, district):
    old = MembershipFactory(user=resident, body=district.body("wuyixiang"))
    for _time in range(2):
        assert mine.post(f"/me/communities/{old.body_id}/leave/")["Location"] == "/me/"
    old.refresh_from_db()
    assert old.valid_until == timezone.localdate() - datetime.timedelta(days=1)
    assert not current(resident).exists()
    assert Event.objects.filter(verb="membership.ended", actor=resident).count() == 1


def test_one_may_change_ones_mind_all_day(mine, resident, district):
    committee = district.body("wuyixiang")
    for _time in range(3):
        mine.post(JOIN, {"committee": committee.pk})
        assert current(resident).count() == 1
        mine.post(f"/me/communities/{committee.pk}/leave/")
        assert not current(resident).exists()


def test_leaving_ends_no_office_and_nobody_elses_residence(mine, resident, district):
    committee = district.body("wuyixiang")
    office = MembershipFactory(user=resident, body=committee, role=Role.SUPERVISOR)
    neighbour = MembershipFactory(body=committee)
    mine.post(f"/me/communities/{committee.pk}/leave/")
    for membership in (office, neighbour):
        membership.refresh_from_db()
        assert membership.valid_until is None


def test_a_residence_that_was_to_begin_later_begins_today(resident, district):
    committee = district.body("wuyixiang")
    MembershipFactory(user=resident, body=committee, coming=True)
    membership = join_community(actor=resident, committee=committee, now=timezone.now())
    assert membership.valid_from == timezone.localdate()
    assert Membership.objects.filter(user=resident).count() == 1


def test_leaving_asks_for_a_post_and_a_body(mine, district):
    assert mine.get(f"/me/communities/{district.body('wuyixiang').pk}/leave/").status_code == 405
    assert mine.post("/me/communities/99999/leave/").status_code == 404


def test_joining_grants_no_way_into_the_workbench(mine, district):
    mine.post(JOIN, {"committee": district.body("wuyixiang").pk})
    assert 'href="/admin/"' not in mine.get("/me/").content.decode()


@pytest.mark.parametrize("address", [JOIN, "/me/communities/1/leave/"])
def test_no_cache_keeps_these_pages(mine, client, district, address):
    for response in (mine.get(address), client.get(address)):
        assert "no-store" in response["Cache-Control"]


def test_the_list_takes_the_same_number_of_queries_at_two_sizes(mine, district, django_assert_num_queries):
    mine.get(JOIN)
    with CaptureQueriesContext(connection) as few:
        mine.get(JOIN)
    Body.objects.filter(area__parent__slug="qinhong").update(ended_on=timezone.localdate())
    with django_assert_num_queries(len(few)):
        mine.get(JOIN)
