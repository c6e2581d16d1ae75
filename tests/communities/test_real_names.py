"""Real name behind, nickname in front: confirmed at the desk, encrypted, each look written down."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Consent, RealName
from accounts.permissions import can_post
from communities.actions.confirm_real_name import clean_number
from communities.choices import Role
from events.models import Event
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

NUMBER = "11010519491231002X"


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


@pytest.fixture
def director(district, official):
    return official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))


@pytest.fixture
def resident(db):
    return UserFactory(username="zhangsan", nickname="梧桐")


def confirm(client, district, **changes):
    form = {
        "body": district.body("wuyixiang").pk,
        "username": "zhangsan",
        "name": "张三丰",
        "number": NUMBER,
        "has_consented": "on",
    } | changes
    return client.post("/admin/real_names/new/", form)


def test_the_desk_confirms_and_the_person_may_post(client_for, district, worker, resident):
    assert not can_post(resident)
    assert confirm(client_for(worker), district).status_code == 302
    resident.refresh_from_db()
    assert can_post(resident)
    row = RealName.objects.get()
    assert (row.name, row.number, row.confirmed_by) == ("张三丰", NUMBER, worker)
    consent = Consent.objects.get(purpose="real_name")
    assert (consent.user, consent.recorded_by) == (resident, worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_realname")
        kept = str(cursor.fetchall()) + str(list(Event.objects.values()))
    assert "张三丰" not in kept
    assert NUMBER not in kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "nobody"}, "没有这个用户名"),
        ({"name": "1"}, "请照证件填写姓名"),
        ({"number": "110105194912310021"}, "身份证号不对"),
        ({"number": "12345"}, "身份证号是18位"),
        ({"has_consented": ""}, "单独同意"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(client_for, district, worker, resident, changes, message):
    assert message in confirm(client_for(worker), district, **changes).content.decode()
    assert not RealName.objects.exists()


def test_one_person_confirms_one_account(client_for, district, worker, resident):
    UserFactory(username="lisi")
    client = client_for(worker)
    confirm(client, district)
    assert "已经确认过另一个账号" in confirm(client, district, username="lisi").content.decode()
    assert RealName.objects.count() == 1


def test_nobody_confirms_themselves_or_for_another_committee(client_for, district, worker, resident):
    client = client_for(worker)
    assert "不能替自己确认" in confirm(client, district, username=worker.username).content.decode()
    confirm(client, district, body=district.body("dongshuiguan").pk)
    assert not RealName.objects.exists()


def test_each_look_needs_a_reason_and_leaves_a_row(client_for, district, worker, director, resident):
    confirm(client_for(worker), district)
    row = RealName.objects.get()
    address = f"/admin/real_names/{row.pk}/"
    client = client_for(director)
    assert "张三丰" not in client.get("/admin/real_names/").content.decode()
    assert "张三丰" not in client.get(address).content.decode()
    assert "张三丰" not in client.post(address, {"reason": " "}).content.decode()
    assert not Event.objects.filter(verb="real_name.seen").exists()
    page = client.post(address, {"reason": "处理举报"}).content.decode()
    assert "张三丰" in page
    assert NUMBER in page
    event = Event.objects.get(verb="real_name.seen")
    assert (event.actor, event.changes["reason"][1]) == (director, "处理举报")


def test_who_looks_is_named_by_role(client_for, district, official, worker, resident):
    confirm(client_for(worker), district)
    address = f"/admin/real_names/{RealName.objects.get().pk}/"
    for person, status in (
        (worker, 403),
        (official(Role.DISTRICT_ADMINISTRATOR, district.body()), 200),
        (official(Role.COMMITTEE_DIRECTOR, district.body("dongshuiguan")), 404),
        (official(Role.STREET_STAFF, district.body("fuzimiao")), 404),
        (resident, 403),
    ):
        assert client_for(person).post(address, {"reason": "看看"}).status_code in {status, 302}, person
        if status != 200:
            assert not Event.objects.filter(verb="real_name.seen", actor=person).exists()


def test_a_confirmation_is_taken_back(client_for, district, worker, resident):
    client = client_for(worker)
    confirm(client, district)
    assert client.post(f"/admin/real_names/delete/{RealName.objects.get().pk}/").status_code == 302
    resident.refresh_from_db()
    assert not can_post(resident)
    assert not RealName.objects.exists()
    assert Consent.objects.get(purpose="real_name").withdrawn_at is not None


@pytest.mark.parametrize("number", [NUMBER, " 110105 19491231 002x ", "E12345678"])
def test_numbers_are_taken_as_they_stand_on_the_document(number):
    assert clean_number(number).isupper()


@pytest.mark.parametrize("number", ["", "12345678", "身份证", "E1", "A" * 21])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValidationError):
        clean_number(number)


def test_people_take_their_consent_back_by_themselves(client_for, district, worker, resident):
    confirm(client_for(worker), district)
    client = client_for(resident)
    address = "/me/data/consents/real_name/withdraw/"
    # A sensitive change wants the password again.
    assert client.get(address).url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert address in client.get("/me/data/").content.decode()
    assert "马上删除" in client.get(address).content.decode()
    assert RealName.objects.exists()
    assert client.post(address).url == "/me/data/"
    assert not RealName.objects.exists()
    resident.refresh_from_db()
    assert not can_post(resident)
    consent = Consent.objects.get(purpose="real_name")
    assert consent.withdrawn_at is not None
    assert Event.objects.get(verb="real_name.withdrawn").actor == resident
    # Twice changes nothing, and what was never agreed to can't be taken back.
    assert client.post(address).url == "/me/data/"
    assert client.post("/me/data/consents/privacy/withdraw/").status_code == 404
    assert client.post("/me/data/consents/guardian/withdraw/").url == "/me/data/"
