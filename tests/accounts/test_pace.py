"""Counts by person, contact, address and network hold without a cache, and say when to try again."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import pace
from accounts.models import Attempt
from events.context import RequestContext, current
from tests.accounts.test_sign_in import text_of


@pytest.fixture
def at():
    """Act from an address."""
    token = current.set(RequestContext())

    def move(address):
        current.set(RequestContext(address=address))

    yield move
    current.reset(token)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8::5", "2001:db8::/64"),
        ("2001:db8:0:1:2::", "2001:db8:0:1::/64"),
    ],
)
def test_a_network_is_what_one_person_may_own(address, network):
    assert pace.network_of(address) == network


def test_the_limit_names_the_moment_at_which_it_ends(db, now):
    for minute in range(15):
        pace.count("try_code", now=now + timedelta(minutes=minute), person=1)
    with pytest.raises(pace.TooOftenError) as told:
        pace.count("try_code", now=now + timedelta(minutes=20), person=1)
    assert told.value.until == now + timedelta(hours=1)
    assert str(told.value) == "次数太多了，请等60分钟，10:30以后再试。"
    pace.count("try_code", now=now + timedelta(minutes=20), person=2)
    pace.count("try_code", now=now + timedelta(minutes=61), person=1)


def test_addresses_of_one_network_count_together(db, at, now):
    limit = next(limit for limit in pace.LIMITS["sign_up"] if limit.by == pace.NETWORK)
    for number in range(limit.most):
        at(f"192.0.2.{number}")
        pace.count("sign_up", now=now)
    at("192.0.2.250")
    with pytest.raises(pace.TooOftenError):
        pace.count("sign_up", now=now)
    at("192.0.3.1")
    pace.count("sign_up", now=now)


def test_guesses_at_one_name_from_everywhere_lock_it(resident, sign_in):
    limit = next(limit for limit in pace.LIMITS["sign_in_failed"] if limit.by == pace.PERSON)
    for number in range(limit.most - 1):
        assert sign_in(password="wrong-1234567", REMOTE_ADDR=f"10.0.{number}.1").status_code == 422
    sign_in(password="wrong-1234567", REMOTE_ADDR="10.9.9.8")
    response = sign_in(REMOTE_ADDR="10.9.9.9")
    assert response.status_code == 429
    assert "请等<strong>15分钟</strong>" in text_of(response)
    assert sign_in("wangwu", password="wrong-1234567", REMOTE_ADDR="10.9.9.9").status_code == 422


def test_counts_hold_without_any_cache(resident, settings, sign_in):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for _try in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(password="wrong-1234567", client=Client())
    assert answer.status_code == 429


def test_what_no_limit_counts_goes(db):
    now = timezone.now()
    pace.count("try_code", now=now, person=1)
    pace.forget_old(now + timedelta(hours=25))
    assert not Attempt.objects.exists()
    assert max(limit.within for limits in pace.LIMITS.values() for limit in limits) <= pace.KEPT


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_one_after_the_other():
    done, now, start = [], timezone.now(), threading.Barrier(6)

    def act():
        start.wait()
        try:
            pace.count("send_code", now=now, contact="phone +8613900001234")
            done.append(1)
        except pace.TooOftenError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) <= 1


def test_the_settings_count_no_rate_in_the_cache():
    assert settings.ACCOUNT_RATE_LIMITS is False
