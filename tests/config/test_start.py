"""A public server refuses to start in a state that nobody should publish."""

import pytest
from django.db import connection

from accounts.models import User
from config import start
from config.start import refuse_unsafe_start

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings, monkeypatch):
    """The settings that a public start differs by; the test keeps its connection."""
    settings.DEMONSTRATION = False
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SECRET_KEY = "k7" * 30 + "!aQ9z"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["www.example.gov.cn"]
    # The last one: `tests/browser.py` sets DJANGO_ALLOW_ASYNC_UNSAFE, as playwright leaves a loop running.
    settings.SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021", "async.E001"]
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.gov.cn"
    monkeypatch.setattr(start.connections, "close_all", lambda: None)
    return settings


def test_a_site_without_demonstration_accounts_starts(public):
    refuse_unsafe_start()


def test_a_site_with_a_demonstration_account_does_not_start(public):
    User.objects.create_user("demo-worker", password="known-to-all", is_demonstration=True)
    with pytest.raises(SystemExit, match=r"demonstration accounts .*demo-worker"):
        refuse_unsafe_start()


def test_a_single_machine_may_have_them(public):
    public.DEMONSTRATION = True
    User.objects.create_user("demo-worker", password="known-to-all", is_demonstration=True)
    refuse_unsafe_start()


def test_a_setting_that_djangos_deployment_checks_warn_of_stops_the_start(public):
    public.SESSION_COOKIE_SECURE = False
    with pytest.raises(SystemExit, match="SESSION_COOKIE_SECURE"):
        refuse_unsafe_start()


def test_a_database_that_does_not_answer_is_told_in_a_sentence(public, monkeypatch):
    from django.db import OperationalError

    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", away)
    with pytest.raises(
        SystemExit, match=r"can't be used: connection refused\. Start it, or correct DATABASE_URL"
    ):
        refuse_unsafe_start()
