"""Who may write where everybody reads: the site must know who they are."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.utils import timezone

from accounts.permissions import can_post, check_post, why_not_post
from config.env import subset
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    ("ways", "phone", "desk", "may"),
    [
        (["phone", "desk"], True, False, True),
        (["phone", "desk"], False, True, True),
        (["phone", "desk"], False, False, False),
        (["desk"], True, False, False),
        (["desk"], False, True, True),
        (["phone"], False, True, False),
    ],
)
def test_what_counts_is_a_setting(db, settings, ways, phone, desk, may):
    settings.POSTING_CONFIRMATIONS = ways
    now = timezone.now()
    person = UserFactory(phone_confirmed_at=now if phone else None, desk_confirmed_at=now if desk else None)
    assert can_post(person) is may
    if not may:
        with pytest.raises(PermissionDenied, match="发言前"):
            check_post(person)


def test_whoever_may_not_reads_what_to_do(db, settings):
    assert "登录" in str(why_not_post(AnonymousUser()))
    assert "停用" in str(why_not_post(UserFactory(inactive=True, confirmed=True)))
    assert "确认手机号" in str(why_not_post(UserFactory()))
    settings.POSTING_CONFIRMATIONS = ["desk"]
    assert "手机" not in str(why_not_post(UserFactory()))


def test_demonstration_accounts_post_in_a_demonstration_only(db, settings):
    person = UserFactory(demonstration=True)
    assert can_post(person)
    settings.DEMONSTRATION = False
    assert not can_post(person)


def test_an_unknown_way_stops_the_start(monkeypatch):
    monkeypatch.setenv("POSTING_CONFIRMATIONS", "phone, fax")
    with pytest.raises(ImproperlyConfigured, match="Write some of: phone, desk"):
        subset("POSTING_CONFIRMATIONS", default=(), among=("phone", "desk"))
