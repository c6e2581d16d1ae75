"""The account that a new district starts with."""

import getpass
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from communities.permissions import has_right
from communities.roles import Right
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def answers(monkeypatch):
    def give(*passwords):
        queue = iter(passwords)
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(queue))

    return give


def test_it_makes_an_administrator_who_can_sign_in(district, answers, client, capsys):
    answers(PASSWORD, PASSWORD)
    call_command("create_administrator", "wangli", nickname="王丽")
    user = User.objects.get(username="wangli")
    assert has_right(user, Right.MANAGE_DISTRICT)
    assert not user.is_superuser
    assert client.post("/accounts/login/", {"login": "wangli", "password": PASSWORD})["Location"] == "/admin/"
    assert "wangli is now an administrator" in capsys.readouterr().out


def test_the_password_may_come_from_standard_input(district, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("create_administrator", "wangli", password_stdin=True)
    assert User.objects.get(username="wangli").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("username", "passwords", "message"),
    [
        ("wangli", ("short", "short"), "密码太短"),
        ("wangli", (PASSWORD, "another"), "differ"),
        ("admin", (PASSWORD, PASSWORD), "政府部门"),
        ("taken", (PASSWORD, PASSWORD), "already"),
    ],
)
def test_what_is_refused_makes_nothing(district, answers, username, passwords, message):
    UserFactory(username="taken")
    answers(*passwords)
    with pytest.raises(CommandError, match=message):
        call_command("create_administrator", username)
    assert User.objects.count() == 1


def test_without_a_district_it_says_what_to_do(db, answers):
    with pytest.raises(CommandError, match="load_divisions"):
        call_command("create_administrator", "wangli")
