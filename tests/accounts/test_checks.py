"""A public server refuses accounts whose passwords stand in the README."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from accounts.actions.close_demonstration_account import close_demonstration_account
from accounts.models import User
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def demonstration(db):
    return UserFactory(username="demo", is_demonstration=True)


def test_a_public_server_does_not_start_with_demonstration_accounts(demonstration, settings):
    settings.DEMONSTRATION = False
    settings.SECOND_FACTOR_REQUIRED = True
    with pytest.raises(SystemCheckError, match=r"accounts\.E001[\s\S]*demo"):
        call_command("check", databases=["default"])


def test_it_starts_once_they_are_closed(demonstration, settings, capsys):
    settings.DEMONSTRATION = False
    settings.SECOND_FACTOR_REQUIRED = True
    for _time in range(2):
        call_command("close_demonstration_accounts")
    call_command("check", databases=["default"])
    assert "Closed 1" in capsys.readouterr().out
    demonstration.refresh_from_db()
    assert not demonstration.is_active
    assert not demonstration.check_password(PASSWORD)


def test_a_demonstration_may_have_them(demonstration, settings):
    settings.DEMONSTRATION = True
    call_command("check", databases=["default"])


def test_real_accounts_stop_nothing(resident, settings):
    settings.DEMONSTRATION = False
    settings.SECOND_FACTOR_REQUIRED = True
    call_command("check", databases=["default"])


def test_a_real_account_is_not_closed_by_mistake(resident):
    with pytest.raises(ValueError, match="zhangsan"):
        close_demonstration_account(actor=None, user=resident, now=None)
    assert User.objects.get().is_active
