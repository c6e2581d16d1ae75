"""Guessing passwords is counted and stopped."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts import pace
from accounts.lockout import forget_old_attempts
from tests.factories.people import PASSWORD, UserFactory

WRONG = "wrong-password-123"


@pytest.fixture
def fail(sign_in):
    def times(count, username="zhangsan", **more):
        return [sign_in(username, WRONG, client=Client(), **more) for _ in range(count)][-1]

    return times


def test_five_failures_lock_and_say_for_how_long(fail, sign_in, resident):
    assert fail(4).status_code == 422
    response = fail(1)
    assert response.status_code == 429
    assert "请等<strong>15分钟</strong>" in response.content.decode()
    assert response["Retry-After"] == "900"
    assert "no-store" in response["Cache-Control"]
    assert sign_in().status_code == 429


def test_a_name_that_nobody_has_is_locked_in_the_same_way(fail, db):
    assert [fail(1, "nobody").status_code for _ in range(6)] == [422] * 4 + [429] * 2


def test_case_and_width_do_not_buy_more_tries(fail, resident):
    for name in ("zhangsan", "ZHANGSAN", "ｚｈａｎｇｓａｎ", " zhangsan"):
        fail(1, name)
    assert fail(1, "ZhangSan").status_code == 429


def test_the_lock_opens_when_it_said(fail, sign_in, resident, clock):
    fail(5)
    clock.shift(datetime.timedelta(minutes=14))
    response = sign_in()
    assert response.status_code == 429
    assert "请等<strong>1分钟</strong>" in response.content.decode()
    clock.shift(datetime.timedelta(minutes=1, seconds=1))
    assert sign_in().status_code == 302


def test_trying_while_locked_does_not_lengthen_the_lock(fail, sign_in, resident, clock):
    fail(5)
    clock.shift(datetime.timedelta(minutes=10))
    assert fail(3).status_code == 429
    clock.shift(datetime.timedelta(minutes=5, seconds=1))
    assert sign_in().status_code == 302


def test_nobody_is_locked_out_from_another_address(fail, sign_in, resident):
    fail(6, REMOTE_ADDR="192.0.2.66")
    assert sign_in().status_code == 302


def test_a_made_up_forwarded_header_does_not_buy_more_tries(fail, resident):
    for number in range(5):
        response = fail(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert response.status_code == 429


def test_behind_a_proxy_neighbours_are_told_apart(fail, sign_in, resident, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    fail(5, HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert sign_in(HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 429
    assert sign_in(HTTP_X_FORWARDED_FOR="203.0.113.2", client=Client()).status_code == 302


def test_many_names_from_one_address_lock_the_address(fail, sign_in, resident, settings):
    settings.LOCKOUT_ADDRESS_LIMIT = 6
    for number in range(5):
        assert fail(1, f"name{number}").status_code == 422
    assert fail(1, "name5").status_code == 429
    assert sign_in().status_code == 429
    assert sign_in(REMOTE_ADDR="192.0.2.2", client=Client()).status_code == 302


def test_signing_in_forgets_that_name_and_not_the_address(fail, sign_in, resident, settings):
    settings.LOCKOUT_ADDRESS_LIMIT = 7
    UserFactory(username="mallory")
    fail(4)
    assert sign_in().status_code == 302
    fail(4, "wangwu")
    assert sign_in("mallory", client=Client()).status_code == 302
    assert AccessAttempt.objects.filter(username="wangwu").exists()
    fail(3, "zhaoliu")
    assert sign_in("mallory", client=Client()).status_code == 429


def test_no_password_is_kept_in_the_rows(fail, client_for, resident):
    fail(2)
    client = client_for(resident)
    fields = {
        "oldpassword": "my-old-secret-1",
        "password1": "my-new-secret-1",
        "password2": "my-new-secret-1",
    }
    client.post("/accounts/password/change/", fields)
    kept = " ".join(str(row) for row in AccessAttempt.objects.values_list("get_data", "post_data"))
    for secret in (WRONG, "my-old-secret-1", "my-new-secret-1"):
        assert secret not in kept


def test_guessing_the_old_password_in_an_open_session_is_locked_too(client_for, resident):
    client = client_for(resident)
    fields = {"oldpassword": WRONG, "password1": "new-柳絮-7291x", "password2": "new-柳絮-7291x"}
    answers = [client.post("/accounts/password/change/", fields).status_code for _ in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert resident.check_password(PASSWORD)


def test_rows_that_no_longer_count_are_deleted(fail, resident, clock):
    fail(2)
    forget_old_attempts(timezone.now() + datetime.timedelta(minutes=14))
    assert AccessAttempt.objects.count() == 1
    forget_old_attempts(timezone.now() + datetime.timedelta(minutes=16))
    assert not AccessAttempt.objects.exists()


def test_guesses_from_everywhere_keep_nobody_from_their_own_browser(fail, sign_in, resident, monkeypatch):
    # Thirty hashes would take their time.
    few = (pace.Limit(pace.PERSON, 6, datetime.timedelta(minutes=15)),)
    monkeypatch.setitem(pace.LIMITS, "sign_in_failed", few)
    own = Client()
    assert sign_in(client=own).status_code == 302
    own.post("/accounts/logout/")
    for number in range(7):
        fail(1, REMOTE_ADDR=f"198.18.{number}.1")
    assert sign_in(client=Client()).status_code == 429
    assert sign_in(client=own).status_code == 302


def test_a_known_browser_has_five_tries_from_whatever_address(fail, sign_in, resident, clock):
    own = Client()
    sign_in(client=own)
    own.post("/accounts/logout/")
    tries = [
        sign_in(password=WRONG, client=own, REMOTE_ADDR=f"192.0.{number}.1").status_code
        for number in range(6)
    ]
    assert tries == [422] * 4 + [429] * 2
    refused = sign_in(client=own)
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 900) == (429, True)
    clock.shift(datetime.timedelta(minutes=15, seconds=1))
    assert sign_in(client=own).status_code == 302


def test_a_browser_is_known_for_those_alone_who_signed_in_there(fail, sign_in, resident):
    UserFactory(username="mallory")
    theirs = Client()
    sign_in("mallory", client=theirs)
    theirs.post("/accounts/logout/")
    cookie = theirs.cookies["device"]
    assert "mallory" not in cookie.value
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    fail(5)
    assert sign_in(client=theirs).status_code == 429
    # Nor for a made-up cookie, or one whose time is over.
    for value in ("", "x", f"{cookie.value}x", cookie.value[::-1]):
        theirs.cookies["device"] = value
        assert sign_in(client=theirs).status_code == 429


def test_several_people_share_a_computer_in_an_office(fail, sign_in, resident):
    desk = Client()
    for name in ("zhangsan", "mallory"):
        if name != "zhangsan":
            UserFactory(username=name)
        sign_in(name, client=desk)
        desk.post("/accounts/logout/")
    fail(5)
    fail(5, "mallory")
    for name in ("zhangsan", "mallory"):
        assert sign_in(name, client=desk).status_code == 302
        desk.post("/accounts/logout/")


def test_somebody_elses_computer_forgets_with_its_browser(sign_in, resident):
    lent = Client()
    sign_in(client=lent)
    assert lent.cookies["device"]["max-age"] == ""
    own = Client()
    sign_in(client=own, remember="on")
    assert own.cookies["device"]["max-age"] == 180 * 86400
