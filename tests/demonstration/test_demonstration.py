"""An empty site is filled with people in every role, offices and a district that is alive."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from cms_pages.models import FrontPageProfile, WantedMatter
from communities.choices import BodyKind, Role
from communities.models import Body, ContactFact, Membership
from communities.roles import ROLE_BODY_KINDS
from demonstration.accounts import ACCOUNTS, PASSWORD
from demonstration.load import load_people_and_offices
from demonstration.places import stage
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(district):
    """People, offices and front pages; the notices, which take long to publish, are in `demo_load` alone."""

    def build():
        load_people_and_offices(stage(), now=timezone.now())
        return district

    return kept("people and offices", build)


def test_there_is_an_account_for_every_role_and_all_can_sign_in(loaded):
    assert {account.role for account in ACCOUNTS} == set(Role)
    for account in ACCOUNTS:
        person = authenticate(RequestFactory().post("/"), username=account.username, password=PASSWORD)
        assert person is not None
        assert person.is_demonstration
        membership = Membership.objects.get(user=person)
        assert membership.role == account.role
        assert membership.body.kind in ROLE_BODY_KINDS[Role(membership.role)]


def test_the_password_is_one_that_the_rules_accept(loaded):
    from django.contrib.auth.password_validation import validate_password

    validate_password(PASSWORD, User.objects.get(username="demo-resident"))


def test_every_committee_street_and_department_can_be_reached(loaded):
    for body in Body.objects.filter(
        kind__in=(BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DEPARTMENT)
    ):
        assert body.contact_facts.filter(kind="phone").exists()
        assert body.contact_facts.filter(kind="address").exists()
        assert body.schedules.filter(is_main=True, rules__isnull=False).exists()


def test_no_number_belongs_to_anybody(loaded):
    numbers = ContactFact.objects.filter(kind="phone").values_list("value", flat=True)
    assert numbers
    assert all("-0000 " in number for number in numbers)


def test_front_pages_are_introduced_and_lead_somewhere(client, loaded):
    assert FrontPageProfile.objects.exclude(introduction="").count() >= 8
    home = client.get("/").content.decode()
    for matter in WantedMatter.objects.all():
        assert matter.label in home
        assert client.get(matter.page.url).status_code == 200
    assert WantedMatter.objects.filter(profile__area=loaded.area).count() >= 4
    assert Body.objects.filter(kind=BodyKind.DEPARTMENT).count() >= 12


def test_loading_again_keeps_what_people_changed(loaded):
    fact = ContactFact.objects.filter(kind="phone").first()
    ContactFact.objects.filter(pk=fact.pk).update(value="025-8888 0000")
    person = User.objects.get(username="demo-worker")
    person.set_password("something-else-41")
    person.save()
    load_people_and_offices(stage(), now=timezone.now())
    assert ContactFact.objects.get(pk=fact.pk).value == "025-8888 0000"
    person.refresh_from_db()
    assert person.check_password("something-else-41")


def test_if_empty_leaves_a_site_with_people_alone(loaded, capsys):
    User.objects.filter(username="demo-clerk").delete()
    call_command("demo_load", "--if-empty")
    assert not User.objects.filter(username="demo-clerk").exists()
    assert "没有装入" in capsys.readouterr().out


def test_it_refuses_where_this_is_no_demonstration(district, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        call_command("demo_load")
    assert not User.objects.exists()


def test_it_says_what_to_do_where_no_district_is_loaded(db):
    with pytest.raises(CommandError, match="load_divisions"):
        call_command("demo_load")
