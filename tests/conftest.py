"""Fixtures of the whole suite. They are few: a district, people, a clock, clients and a browser."""

import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from accounts.middleware import SIGNED_IN_COOKIE
from accounts.models import User
from communities import calendar
from communities.choices import Role
from communities.models import Body
from tests.browser import browser_type_launch_args, browsing
from tests.database import django_db_keepdb, django_db_modify_db_settings, django_db_setup
from tests.factories import UserFactory
from tests.factories.district import District, build_district
from tests.kept import kept

# A busy machine is slow, and no fault of what is tested: no test asserts a time.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


__all__ = [
    "browser_type_launch_args",
    "browsing",
    "django_db_keepdb",
    "django_db_modify_db_settings",
    "django_db_setup",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)


# Fixtures that stand for a database; a test without any is the same on each.
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test` leaves out on the second database: what needs none, and what differs from another
    case of the same test in its parameters alone (all but two cases of each).
    """
    cases: Counter[str] = Counter()
    for item in items:
        kind, _bracket, case = item.nodeid.partition("[")
        cases[kind] += 1
        if case and cases[kind] > 2:
            item.add_marker(pytest.mark.case)
        if not DATABASE.intersection(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of all garbage collections: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    """Take away what this process wrote; a worker of xdist ends without running `atexit`."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    yield
    calendar.forget()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def district(db: None) -> District:
    """Two streets of Qinhuai with five communities, their bodies, folders and pages."""
    return kept("district", build_district)


@pytest.fixture
def official(db: None) -> Callable[..., User]:
    """A person in a role of a body: `official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))`."""

    def make(role: Role, body: Body, **fields: object) -> User:
        return UserFactory(member={role: body}, **fields)

    return make


@pytest.fixture
def client_for() -> Callable[[User | None], Client]:
    """A client in which somebody is signed in; None is a visitor."""

    def make(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            # As the middleware sets it where somebody signs in by the form.
            client.cookies[SIGNED_IN_COOKIE] = "1"
        return client

    return make


@pytest.fixture
def now() -> Iterator[datetime]:
    """Monday, 2026-11-23 09:30 in Nanjing. The clock stands there; the fixture `clock` moves it."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock at 2026-11-23 09:30 that runs on, and that `clock.move_to(…)` and `clock.shift(…)` set."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller
