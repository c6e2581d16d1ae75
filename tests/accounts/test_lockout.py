"""Guessing passwords is counted and stopped."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

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
