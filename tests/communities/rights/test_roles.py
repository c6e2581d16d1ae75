"""The table of roles: nobody gives more than they have, and every role has its place."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from communities.actions.add_bodies import add_bodies
from communities.actions.add_membership import add_membership
from communities.actions.end_membership import end_membership
from communities.backends import RoleBackend
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from communities.permissions import grantable_roles, has_right, people_with, standing_of
from communities.roles import MAY_GRANT, ROLE_BODY_KINDS, ROLE_RIGHTS, Right
from events.models import Event
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
WORK = {
    Right.WRITE_PAGES,
    Right.PUBLISH_PAGES,
    Right.UPLOAD_FILES,
    Right.MANAGE_MEMBERS,
    Right.MANAGE_DISTRICT,
}


def test_every_role_has_rights_and_bodies():
    assert set(ROLE_RIGHTS) == set(ROLE_BODY_KINDS) == set(Role)


def test_nobody_gives_a_right_over_a_bodys_work_that_they_lack():
    for giver, given in MAY_GRANT.items():
        if giver == Role.DISTRICT_ADMINISTRATOR:
            continue
        for role in given:
            assert ROLE_RIGHTS[role] & WORK <= ROLE_RIGHTS[giver], (giver, role)


def test_whoever_manages_members_has_somebody_to_give():
    assert {role for role in Role if Right.MANAGE_MEMBERS in ROLE_RIGHTS[role]} == set(MAY_GRANT)


def test_no_role_gives_residence_and_only_the_district_makes_directors():
    assert not any(Role.RESIDENT in given for given in MAY_GRANT.values())
    assert [giver for giver, given in MAY_GRANT.items() if Role.COMMITTEE_DIRECTOR in given] == [
        Role.DISTRICT_ADMINISTRATOR
    ]


@pytest.mark.parametrize("role", Role)
def test_rights_hold_in_ones_own_body_only(district, official, role):
    kinds = ROLE_BODY_KINDS[role]
    kind = next(kind for kind in BodyKind if kind in kinds)
    slug = {BodyKind.COMMITTEE: "wuyixiang", BodyKind.STREET_OFFICE: "fuzimiao"}.get(kind, "")
    area = district[slug] if slug else district.area
    body, _made = Body.objects.get_or_create(kind=kind, area=area, defaults={"name": "本区的一个单位"})
    person = official(role, body)
    sibling = district.body("dongshuiguan")
    for right in Right:
        assert has_right(person, right, body) == (right in ROLE_RIGHTS[role])
        assert not has_right(person, right, sibling)
        assert (person in people_with(right)) == has_right(person, right)


def test_visitors_and_the_inactive_have_nothing(district):
    sleeper = UserFactory(member={Role.COMMITTEE_WORKER: district.body("wuyixiang")}, inactive=True)
    for person in (AnonymousUser(), sleeper):
        assert not standing_of(person).memberships
        assert not any(has_right(person, right) for right in Right)
        assert not RoleBackend().has_perm(person, "wagtailadmin.access_admin")


def test_the_backend_knows_only_its_permissions(district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    assert worker.has_perm("wagtailadmin.access_admin")
    for permission in (
        "accounts.change_user",
        "wagtailcore.change_site",
        "wagtailredirects.add_redirect",
        "x",
    ):
        assert not worker.has_perm(permission)


def test_a_body_that_ended_gives_no_rights(district, official, now):
    body = district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    body.ended_on = now.date()
    body.save()
    assert not has_right(worker, Right.ENTER_WORKBENCH)


def test_an_office_is_given_and_taken_with_events(district, official, now):
    body = district.body("wuyixiang")
    director = official(Role.COMMITTEE_DIRECTOR, body)
    person = UserFactory()
    office = add_membership(actor=director, user=person, body=body, role=Role.SUPERVISOR, now=now)
    assert has_right(type(person).objects.get(pk=person.pk), Right.CHECK_DISCLOSURES, body)
    with pytest.raises(ValidationError):
        add_membership(actor=director, user=person, body=body, role=Role.SUPERVISOR, now=now)
    end_membership(actor=director, membership=office, now=now)
    assert not Membership.objects.filter(user=person).exists()
    told = Event.objects.filter(body_id=body.pk, verb__startswith="membership.")
    assert list(told.values_list("verb", flat=True)) == [
        "membership.ended",
        "membership.added",
    ]


def test_an_office_of_long_standing_ends_yesterday(district, official, now):
    body = district.body("wuyixiang")
    director = official(Role.COMMITTEE_DIRECTOR, body)
    office = MembershipFactory(body=body, role=Role.COMMITTEE_WORKER)
    end_membership(actor=director, membership=office, now=now)
    office.refresh_from_db()
    assert str(office.valid_until) == "2026-11-22"
    with pytest.raises(ValidationError):
        end_membership(actor=director, membership=office, now=now)


def test_the_verbs_ask_for_themselves(district, official, now):
    body, sibling = district.body("wuyixiang"), district.body("dongshuiguan")
    director = official(Role.COMMITTEE_DIRECTOR, body)
    for role, where in (
        (Role.COMMITTEE_DIRECTOR, body),
        (Role.DISTRICT_ADMINISTRATOR, body),
        (Role.COMMITTEE_WORKER, sibling),
        (Role.RESIDENT, body),
    ):
        with pytest.raises(PermissionDenied):
            add_membership(actor=director, user=director, body=where, role=role, now=now)
    foreign = MembershipFactory(body=sibling, role=Role.COMMITTEE_WORKER)
    with pytest.raises(PermissionDenied):
        end_membership(actor=director, membership=foreign, now=now)
    assert grantable_roles(director, sibling) == frozenset()


@pytest.fixture
def units(district, now):
    """A local unit in 乌衣巷社区 (of 夫子庙街道), and one in a community of the other street."""
    bodies = [
        Body(kind=BodyKind.LOCAL_UNIT, name=f"{slug}的学校", area=district[slug])
        for slug in ("wuyixiang", "kangjuli")
    ]
    add_bodies(actor=None, bodies=bodies, now=now)
    return Body.objects.filter(kind=BodyKind.LOCAL_UNIT).order_by("pk")


@pytest.mark.parametrize(
    ("role", "slug"), [(Role.COMMITTEE_DIRECTOR, "wuyixiang"), (Role.STREET_STAFF, "fuzimiao")]
)
def test_a_committee_and_a_street_appoint_contacts_of_the_units_in_their_area(
    district, official, client_for, units, now, role, slug
):
    own, foreign = units
    giver, person = official(role, district.body(slug)), UserFactory(username="xuxiaozhang")
    assert grantable_roles(giver, own) == {Role.UNIT_CONTACT}
    assert grantable_roles(giver, foreign) == frozenset()
    client = client_for(giver)
    data = {"body": own.pk, "username": "xuxiaozhang", "role": Role.UNIT_CONTACT, "valid_from": "2026-11-01"}
    assert client.post(reverse("members:add"), {**data, "body": foreign.pk}).status_code == 200
    assert client.post(reverse("members:add"), data).status_code == 302
    office = Membership.objects.get(user=person)
    elsewhere = MembershipFactory(body=foreign, role=Role.UNIT_CONTACT)
    listed = client.get(reverse("members:index")).content.decode()
    assert own.name in listed
    assert foreign.name not in listed
    assert client.post(reverse("members:delete", args=[elsewhere.pk])).status_code == 404
    assert client.post(reverse("members:delete", args=[office.pk])).status_code == 302
    assert not has_right(type(person).objects.get(pk=person.pk), Right.PROPOSE_CHANGES)


def test_a_worker_appoints_nobody_in_a_unit(district, official, units):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    assert grantable_roles(worker, units[0]) == frozenset()
