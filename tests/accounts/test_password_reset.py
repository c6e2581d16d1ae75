"""A forgotten password is set anew by whoever has the account's phone or mail, and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.send_reset_code import send_reset_code
from accounts.models import Contact, OutgoingMessage
from events.models import Event
from tests.accounts.test_contacts import last_code
from tests.accounts.test_sign_in import ODD_TEXTS, text_of
from tests.factories.people import PASSWORD

RESET = "/accounts/password/reset/"
CODE = "/accounts/password/reset/code/"
NEW = "新-corridor-8846"


@pytest.fixture
def reachable(resident):
    for kind, value in (("phone", "+8613900001234"), ("email", "zhang@example.cn")):
        Contact.objects.create(
            user=resident,
            kind=kind,
            value=value,
            fingerprint=Contact.fingerprint_of(kind, value),
            confirmed_at=timezone.now(),
        )
    return resident


def ask(client, contact="13900001234"):
    return client.post(RESET, {"contact": contact})


def set_new(client, code, **changes):
    return client.post(CODE, {"code": code, "password1": NEW, "password2": NEW} | changes)


@pytest.mark.parametrize("contact", ["13900001234", "Zhang@example.cn"])
def test_by_phone_or_mail_a_new_password_is_set_and_sessions_end(client, client_for, reachable, contact):
    elsewhere = client_for(reachable)
    assert ask(client, contact)["Location"] == CODE
    assert set_new(client, last_code())["Location"] == "/accounts/login/"
    assert "用户名“zhangsan”" in text_of(client.get("/accounts/login/"))
    reachable.refresh_from_db()
    assert reachable.check_password(NEW)
    assert SESSION_KEY not in client.session
    assert elsewhere.get("/me/")["Location"] == "/accounts/login/"
    assert Event.objects.filter(verb="user.password_reset", actor=reachable).count() == 1


def test_nobody_learns_whether_there_is_an_account(client, reachable):
    unknown = ask(client, "13911112222")
    assert (unknown.status_code, unknown["Location"]) == (302, CODE)
    assert "如果139****2222属于一个账号" in text_of(client.get(CODE))
    assert "验证码不对" in text_of(set_new(client, "123456"))
    assert OutgoingMessage.objects.count() == 0
    again = ask(client, "13911112222")
    assert again.status_code == 429
    ask(client)
    assert "如果139****1234属于一个账号" in text_of(client.get(CODE))


def test_an_unconfirmed_number_resets_nothing(client, resident):
    ask(client)
    assert OutgoingMessage.objects.count() == 0


def test_a_code_works_once_and_not_after_ten_minutes(client, reachable, clock):
    ask(client)
    code = last_code()
    clock.shift(timedelta(minutes=11))
    assert "已经失效" in text_of(set_new(client, code))
    ask(client)
    assert set_new(client, last_code()).status_code == 302
    assert set_new(client, code)["Location"] == RESET


def test_a_weak_password_uses_no_code_up(client, reachable):
    ask(client)
    code = last_code()
    assert "密码太短了" in text_of(set_new(client, code, password1="short", password2="short"))
    assert set_new(client, code).status_code == 302


def test_a_lock_ends_with_the_reset(client, reachable, sign_in):
    for _try in range(5):
        sign_in(password="wrong-password-123")
    assert sign_in(password=PASSWORD).status_code == 429
    ask(client)
    set_new(client, last_code())
    assert sign_in(password=NEW).status_code == 302


def test_without_asking_there_is_no_code_page(client, db):
    assert client.get(CODE)["Location"] == RESET


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_input_makes_no_server_error(client, reachable, odd):
    assert ask(client, odd).status_code in {302, 422}
    ask(client)
    assert set_new(client, odd).status_code == 422


def test_a_wrong_code_says_the_same_of_anybody(client, reachable):
    """How often it was tried, and whether the password is like the name, is for the owner alone."""
    answers = []
    for contact in ("13900001234", "13911112222"):
        ask(client, contact)
        for _try in range(6):
            page = text_of(set_new(client, "000000", password1="zhangsan-2026", password2="zhangsan-2026"))
            answers.append(re.search(r'id="id_code_error".*?</', page)[0])
            assert "id_password1_error" not in page
    assert len(set(answers)) == 1


def test_a_password_like_the_name_is_refused_to_whoever_has_the_code(client, reachable):
    ask(client)
    code = last_code()
    page = text_of(set_new(client, code, password1="zhangsan-2026", password2="zhangsan-2026"))
    assert "id_password1_error" in page
    assert set_new(client, code).status_code == 302


def test_the_same_is_done_for_an_unknown_number(reachable, monkeypatch):
    """Counted, as a measured time would be another on each machine."""
    monkeypatch.setattr("accounts.tasks.send_reset_code", lambda **_values: True)
    work = {}
    for contact in ("13900001234", "13911112222"):
        client = Client()
        with CaptureQueriesContext(connection) as asking:
            ask(client, contact)
        if contact == "13900001234":
            send_reset_code(actor=None, kind="phone", value=f"+86{contact}", now=timezone.now())
        with CaptureQueriesContext(connection) as trying:
            set_new(client, "000000")
        work[contact] = [shape(query["sql"]) for query in [*asking, *trying]]
    known, unknown = work.values()
    assert known == unknown


def shape(statement):
    """Return a statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", statement)
