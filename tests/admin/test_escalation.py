"""What somebody with a little power tries in order to get more: by the register of members and around it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.actions.add_membership import add_membership
from communities.choices import Role
from communities.models import Body, Membership
from tests.admin.test_address_table import addresses
from tests.admin.world import World
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

WORKER, DIRECTOR, SUPERVISOR = Role.COMMITTEE_WORKER, Role.COMMITTEE_DIRECTOR, Role.SUPERVISOR
MODERATOR, STREET = Role.MODERATOR, Role.STREET_STAFF
WHEN = {"valid_from": "2026-01-01"}


def offices() -> set[tuple]:
    return set(Membership.objects.values_list("user_id", "body_id", "role", "valid_from", "valid_until"))


@pytest.mark.once
def test_a_forged_form_of_the_register_gives_and_takes_nothing(world: World, as_):
    """Roles, bodies, people and dates that the form did not offer; offices of others by their keys."""
    friend, before = UserFactory(username="friend"), offices()
    client, add = as_(DIRECTOR), reverse("members:add")
    own, foreign = world.own.body.pk, world.sibling.body.pk
    forged = [
        {"body": own, "role": DIRECTOR},
        {"body": own, "role": "district_administrator"},
        {"body": own, "role": "superuser"},
        {"body": own, "role": ""},
        {"body": foreign, "role": WORKER},
        {"body": world.streets[0].body.pk, "role": STREET},
        {"body": world.streets[0].body.pk, "role": MODERATOR},
        {"body": [own, foreign], "role": WORKER},
        {"body": "", "role": WORKER},
        {"body": "0 or 1=1", "role": WORKER},
        {"body": own, "role": WORKER, "valid_from": "2026-13-40"},
        {"body": own, "role": WORKER, "valid_from": "2026-01-02", "valid_until": "2026-01-01"},
        {"body": own, "role": WORKER, "valid_from": "2020-01-01", "valid_until": "2020-12-31"},
        {"body": own, "role": WORKER, "valid_from": "9" * 30},
    ]
    for form in forged:
        data = WHEN | {"username": "friend"} | form
        assert client.post(add, data).status_code == 200, form
    assert offices() == before
    for name in (DIRECTOR, STREET, Role.DISTRICT_ADMINISTRATOR, Role.RESIDENT, Role.DEPARTMENT_CLERK):
        for row in Membership.objects.filter(user__username=name):
            for body in ({}, {"hand_to": friend.pk}, {"pk": row.pk, "valid_until": "2020-01-01"}):
                answer = client.post(reverse("members:delete", args=[row.pk]), body)
                assert answer.status_code in (302, 403, 404), name
                assert answer.get("Location", "/admin/") == "/admin/", name
    assert offices() == before
    # There is no address at which an office is changed, copied, or begun again.
    members = {address.name for address in addresses() if address.name.startswith("members:")}
    assert members == {"members:index", "members:index_results", "members:add", "members:delete"}


def test_an_office_that_is_over_is_nobodys_to_end_or_begin_again(world: World, as_):
    body = world.own.body
    over = MembershipFactory(user=UserFactory(), body=body, role=WORKER, ended=True)
    address = reverse("members:delete", args=[over.pk])
    client = as_(DIRECTOR)
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert Membership.objects.get(pk=over.pk).valid_until == over.valid_until


def test_whoever_works_for_a_committee_does_not_watch_over_it(world: World, as_):
    client, add, body = as_(DIRECTOR), reverse("members:add"), world.own.body
    for name in (DIRECTOR, WORKER):
        answer = client.post(add, WHEN | {"body": body.pk, "role": SUPERVISOR, "username": name.value})
        assert "监督员不能由居委会（村委会）的工作人员兼任" in answer.content.decode()
    answer = client.post(add, WHEN | {"body": body.pk, "role": WORKER, "username": SUPERVISOR.value})
    assert "监督员不能由居委会（村委会）的工作人员兼任" in answer.content.decode()
    assert not Membership.objects.filter(user__username=DIRECTOR, role=SUPERVISOR).exists()
    # Elsewhere they may, and once the office is over.
    now, worker = timezone.now(), world.people[WORKER]
    add_membership(actor=None, user=worker, body=world.sibling.body, role=SUPERVISOR, now=now)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=worker, role=WORKER).update(valid_until=yesterday)
    add_membership(actor=None, user=worker, body=body, role=SUPERVISOR, now=now)


def test_an_account_that_is_closed_gets_no_office(world: World, as_):
    gone = UserFactory(username="gone", is_active=False)
    answer = as_(DIRECTOR).post(
        reverse("members:add"), WHEN | {"body": world.own.body.pk, "role": WORKER, "username": "gone"}
    )
    assert "没有这个用户名" in answer.content.decode()
    assert not Membership.objects.filter(user=gone).exists()


@pytest.mark.once
@pytest.mark.usefixtures("undrawn")
def test_no_address_lets_anybody_below_superuser_near_users_groups_and_permissions(world: World, as_):
    """By name, by guess, and by the bulk action of every model."""
    names = [
        address
        for address in addresses()
        if address.name.startswith(("wagtailusers", "wagtailadmin_sharing", "wagtailadmin_workflows"))
    ]
    assert names
    target, form = world.people[Role.RESIDENT], {"is_superuser": "on", "groups": "1", "user_permissions": "1"}
    paths = [reverse(address.name, args=[target.pk] * len(address.arguments)) for address in names]
    paths += [f"/admin/users/{target.pk}/", "/admin/accounts/user/", "/admin/groups/", "/admin/auth/group/"]
    paths += [
        f"/admin/bulk/accounts/user/{action}/?id={target.pk}" for action in ("delete", "assign_role", "x")
    ]
    paths += [
        "/accounts/email/",
        "/accounts/social/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/admin/account/",
    ]
    for role in (Role.DISTRICT_ADMINISTRATOR, DIRECTOR, WORKER):
        client = as_(role)
        for path in paths:
            for answer in (client.get(path), client.post(path, form)):
                gone = answer.status_code in (403, 404, 405)
                assert gone or answer.get("Location") == "/me/", f"{role} {path}: {answer.status_code}"
    target.refresh_from_db()
    assert (target.is_superuser, target.groups.count(), target.user_permissions.count()) == (False, 0, 0)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_a_worker_gives_no_office_at_all(world: World, as_):
    before, client = offices(), as_(WORKER)
    for body in Body.objects.all()[:3]:
        form = WHEN | {"body": body.pk, "role": DIRECTOR, "username": WORKER.value}
        client.post(reverse("members:add"), form)
    assert offices() == before
