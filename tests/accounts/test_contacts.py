"""A number or address is proved by a code: ten minutes, five tries, once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions.send_code import send_code
from accounts.choices import CodePurpose, ContactKind, MessageState
from accounts.contact_values import clean_contact, masked
from accounts.models import ConfirmationCode, Contact, OutgoingMessage
from events.models import Event
from tests.accounts.test_sign_in import ODD_TEXTS, text_of
from tests.factories.people import PASSWORD, UserFactory

PHONE = "13900001234"
CODE = "/me/contact/code/"


def last_code():
    return re.search(r"验证码(\d{6})", OutgoingMessage.objects.first().body)[1]


@pytest.fixture
def mine(client_for, resident):
    client = client_for(resident)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    return client


def ask(client, contact=PHONE):
    return client.post("/me/contact/", {"contact": contact})


def type_code(client, code=None):
    return client.post(CODE, {"code": code or last_code()})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13900001234", (ContactKind.PHONE, "+8613900001234")),
        ("139 0000 1234", (ContactKind.PHONE, "+8613900001234")),
        ("+86-139-0000-1234", (ContactKind.PHONE, "+8613900001234")),
        ("008613900001234", (ContactKind.PHONE, "+8613900001234")),
        ("１３９００００１２３４", (ContactKind.PHONE, "+8613900001234")),
        ("+85291234567", (ContactKind.PHONE, "+85291234567")),
        (" Zhang@Example.CN ", (ContactKind.EMAIL, "zhang@example.cn")),
    ],
)
def test_numbers_and_addresses_are_taken_as_people_type_them(typed, kept):
    assert clean_contact(typed) == kept


@pytest.mark.parametrize("typed", ["", "1390000123", "12900001234", "+8602584400000", "a@", "@b.cn", "你好"])
def test_what_is_neither_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_contact(typed)


def test_its_owner_knows_it_and_nobody_else():
    assert masked("phone", "+8613900001234") == "139****1234"
    assert masked("email", "zhang@example.cn") == "z***@example.cn"


def test_a_phone_is_confirmed_and_permits_to_post(mine, resident):
    assert ask(mine)["Location"] == CODE
    assert "139****1234" in text_of(mine.get(CODE))
    assert type_code(mine)["Location"] == "/me/"
    resident.refresh_from_db()
    assert resident.phone_confirmed_at is not None
    contact = Contact.objects.get()
    assert (contact.kind, contact.value) == ("phone", "+8613900001234")
    assert "139****1234" in text_of(mine.get("/me/"))
    event = Event.objects.get(verb="user.contact_confirmed")
    assert PHONE not in str(event.changes)


def test_an_address_is_where_mails_go(mine, resident):
    ask(mine, "zhang@example.cn")
    type_code(mine)
    resident.refresh_from_db()
    assert (resident.email, resident.phone_confirmed_at) == ("zhang@example.cn", None)


def test_the_database_holds_neither_number_nor_code(mine, django_assert_num_queries):
    from django.db import connection

    ask(mine)
    code = last_code()
    with connection.cursor() as cursor:
        for model in (ConfirmationCode, OutgoingMessage, Contact):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - our own names
            text = str(cursor.fetchall())
            assert PHONE not in text
            assert code not in text


def test_a_code_is_good_once(mine):
    ask(mine)
    code = last_code()
    type_code(mine, code)
    assert mine.post(CODE, {"code": code})["Location"] == "/me/contact/"


def test_a_code_is_good_for_ten_minutes(mine, resident, clock):
    mine.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    ask(mine)
    clock.shift(timedelta(minutes=10, seconds=1))
    response = type_code(mine)
    assert response.status_code == 422
    assert "已经失效" in text_of(response)
    resident.refresh_from_db()
    assert resident.phone_confirmed_at is None


def test_a_code_bears_five_tries(mine):
    ask(mine)
    right = last_code()
    wrong = "000000" if right != "000000" else "111111"
    left = [text_of(type_code(mine, wrong)) for _try in range(5)]
    assert "还可以试4次" in left[0]
    assert "已经失效" in left[4]
    assert type_code(mine, right).status_code == 422


def test_the_newest_code_counts(mine, clock):
    mine.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    ask(mine)
    first = last_code()
    clock.shift(61)
    assert mine.post(CODE, {"resend": "1"})["Location"].startswith(CODE)
    if last_code() != first:
        assert type_code(mine, first).status_code == 422
    assert type_code(mine).status_code == 302


def test_sending_too_often_says_when_to_try_again(mine):
    ask(mine)
    response = mine.post(CODE, {"resend": "1"})
    assert response.status_code == 429
    assert re.search(r"请等\d+秒再试", text_of(response))
    assert 0 < int(response["Retry-After"]) <= 60
    assert OutgoingMessage.objects.count() == 1


def test_somebody_elses_number_is_not_taken_and_not_told_before_the_code(mine, resident):
    other = UserFactory()
    Contact.objects.create(
        user=other,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    assert ask(mine).status_code == 302
    response = type_code(mine)
    assert response.status_code == 422
    assert "已经属于另一个账号" in text_of(response)
    assert Contact.objects.get().user == other


def test_changing_it_wants_the_password_again(client_for, resident):
    client = client_for(resident)
    for address in ("/me/contact/", "/me/contact/phone/remove/"):
        assert client.post(address, {"contact": PHONE})["Location"].startswith("/accounts/reauthenticate/")
    wrong = client.post("/accounts/reauthenticate/", {"password": "wrong", "next": "/me/contact/"})
    assert wrong.status_code == 422
    right = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/contact/"})
    assert right.status_code == 302
    assert client.get("/me/contact/").status_code == 200


def test_the_last_way_to_reach_somebody_stays(mine, resident, clock):
    ask(mine)
    type_code(mine)
    mine.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    mine.post("/me/contact/phone/remove/")
    assert "唯一的联系方式" in text_of(mine.get("/me/"))
    ask(mine, "zhang@example.cn")
    type_code(mine)
    mine.post("/me/contact/phone/remove/")
    resident.refresh_from_db()
    assert resident.phone_confirmed_at is None
    assert Contact.objects.get().kind == "email"
    assert mine.post("/me/contact/fax/remove/").status_code == 404


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_input_makes_no_server_error(mine, odd):
    assert ask(mine, odd).status_code in {302, 422}
    send_code(
        actor=None,
        user=mine_user(mine),
        purpose=CodePurpose.CONFIRM,
        kind=ContactKind.EMAIL,
        value="x@example.cn",
        now=timezone.now(),
    )
    assert mine.post(CODE, {"code": odd}).status_code == 422


def mine_user(client):
    from accounts.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_signing_up_asks_for_the_code_next_and_goes_where_one_wanted(client, sign_up_form):
    response = client.post("/accounts/signup/", sign_up_form(next="/fuzimiao/"))
    assert response["Location"] == f"{CODE}?next=%2Ffuzimiao%2F"
    assert OutgoingMessage.objects.get().state == MessageState.PENDING
    page = text_of(client.get(response["Location"]))
    assert "以后再确认" in page
    done = client.post(CODE, {"code": last_code(), "next": "/fuzimiao/"})
    assert done["Location"] == "/fuzimiao/"
    assert client.post(CODE, {"code": "1", "next": "//evil.example/"})["Location"] == "/me/contact/"
