"""Closing an account is a right, and no way out of a sanction: the person who comes back has it still."""

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.utils import timezone

from accounts.actions.close_account import close_account
from accounts.actions.confirm_contact import confirm_contact
from accounts.actions.remove_contact import remove_contact
from accounts.actions.send_code import send_code
from accounts.choices import CodePurpose, ContactKind
from accounts.models import Contact
from communities.actions.confirm_real_name import confirm_real_name
from communities.choices import Role
from events.models import Event
from moderation.actions.carry_sanctions import carry_sanctions
from moderation.actions.file_appeal import file_appeal
from moderation.actions.forget_sanction_marks import forget_sanction_marks
from moderation.actions.give_sanction import give_sanction
from moderation.actions.lift_sanction import lift_sanction
from moderation.choices import SanctionKind
from moderation.models import Appeal, Sanction, SanctionMark
from moderation.permissions import sanction_against
from moderation.telling import tell
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory

PHONE, MAIL = "+8613900001234", "zhang@example.cn"


@pytest.fixture(autouse=True)
def _time(clock):
    """The consumers ask the clock what time it is."""


@pytest.fixture
def has(django_capture_on_commit_callbacks):
    """Let somebody prove to have a number or an address."""

    def proves(user, value=PHONE):
        kind = ContactKind.EMAIL if "@" in value else ContactKind.PHONE
        now = timezone.now()
        code = send_code(actor=user, user=user, purpose=CodePurpose.CONFIRM, kind=kind, value=value, now=now)
        with django_capture_on_commit_callbacks(execute=True):
            confirm_contact(actor=user, code=code, now=now)
        return user

    return proves


@pytest.fixture
def silenced(district, author, moderator, has):
    def give(days=3):
        return give_sanction(
            actor=moderator,
            user=author,
            body=district.body("wuyixiang"),
            kind=SanctionKind.SILENCE,
            reason="反复骂人",
            ends_at=timezone.now() + timedelta(days=days),
            now=timezone.now(),
        )

    return give


def leave(user):
    close_account(actor=user, user=user, now=timezone.now())
    user.refresh_from_db()
    assert str(user) == "已注销用户"


def test_an_account_is_closed_at_once_and_nothing_is_kept_but_a_fingerprint(silenced, author, has):
    has(author)
    sanction = silenced()
    file_appeal(actor=author, against=sanction, text="我没有", now=timezone.now())
    leave(author)
    sanction.refresh_from_db()
    assert (sanction.user, sanction.person) == (None, "已注销用户")
    assert not Appeal.objects.exists()
    assert not Contact.objects.exists()
    kept = serializers.serialize("json", [*SanctionMark.objects.all(), sanction])
    assert PHONE.removeprefix("+86") not in kept
    assert set(json.loads(kept)[0]["fields"]) == {"sanction", "fingerprint"}


def test_whoever_comes_back_with_the_number_has_the_sanction_and_can_appeal(
    district, silenced, author, has, clock, client_for
):
    has(author)
    sanction = silenced()
    leave(author)
    clock.shift(timedelta(minutes=2))
    again = has(UserFactory(username="again"))
    carried = sanction_against(again, district["wuyixiang"], now=timezone.now())
    assert (carried.ends_at, carried.given_by, carried.carried_from) == (
        sanction.ends_at,
        sanction.given_by,
        sanction,
    )
    assert carried.reason == "沿用您用同一号码注册的账号受到的处理：反复骂人"
    tell(Event.objects.filter(verb="sanction.silence").first())
    told = lines(Notification.objects.filter(recipient=again), reader=again)
    assert any("您被禁言至" in line.wording.title for line in told)
    page = client_for(again).get(f"/moderation/appeals/sanction/{carried.pk}/").content.decode()
    assert "反复骂人" in page
    assert "提交申诉" in page
    # Nor does another account after that one help.
    leave(again)
    clock.shift(timedelta(minutes=2))
    third = has(UserFactory(username="third"))
    assert Sanction.objects.get(user=third).reason == carried.reason


def test_letting_go_of_the_number_first_does_not_help(district, silenced, author, has, clock):
    has(author)
    has(author, MAIL)
    silenced()
    remove_contact(actor=author, kind=ContactKind.PHONE, now=timezone.now())
    leave(author)
    clock.shift(timedelta(minutes=2))
    for name, value in (("b", PHONE), ("c", MAIL)):
        assert sanction_against(
            has(UserFactory(username=name * 3), value), district["wuyixiang"], now=timezone.now()
        )


def test_a_number_that_was_added_later_is_marked_and_so_is_the_card(
    district, official, silenced, author, has, clock
):
    silenced()
    assert not SanctionMark.objects.exists()
    has(author)
    body = district.body("wuyixiang")
    desk = official(Role.COMMITTEE_DIRECTOR, body)
    card = {
        "actor": desk,
        "body": body,
        "name": "张三",
        "number": "11010519491231002X",
        "has_consented": True,
    }
    confirm_real_name(user=author, now=timezone.now(), **card)
    carry_sanctions(actor=None, user=author, now=timezone.now())
    assert SanctionMark.objects.count() == 2
    leave(author)
    again = UserFactory(username="again")
    confirm_real_name(user=again, now=timezone.now(), **card)
    assert [row.kind for row in carry_sanctions(actor=None, user=again, now=timezone.now())] == ["silence"]
    assert carry_sanctions(actor=None, user=again, now=timezone.now()) == []


def test_what_was_lifted_does_not_come_back(silenced, author, moderator, has, clock):
    has(author)
    silenced()
    leave(author)
    clock.shift(timedelta(minutes=2))
    again = has(UserFactory(username="again"))
    lift_sanction(actor=moderator, sanction=Sanction.objects.get(user=again), now=timezone.now())
    assert carry_sanctions(actor=None, user=again, now=timezone.now()) == []


def test_the_fingerprints_go_in_the_moment_in_which_the_sanction_ends(silenced, author, has, clock):
    has(author)
    sanction = silenced()
    leave(author)
    assert forget_sanction_marks(actor=None, now=sanction.ends_at - timedelta(seconds=1)) == 0
    assert Sanction.objects.exists()
    assert forget_sanction_marks(actor=None, now=sanction.ends_at) == 1
    assert not Sanction.objects.exists()
    clock.shift(timedelta(days=3))
    assert not Sanction.objects.filter(user=has(UserFactory(username="again"))).exists()


def test_a_lifted_sanction_keeps_nothing_of_who_left(silenced, author, moderator, has):
    has(author)
    sanction = silenced()
    lift_sanction(actor=moderator, sanction=sanction, now=timezone.now())
    leave(author)
    assert not Sanction.objects.exists()
    assert not SanctionMark.objects.exists()


def test_marks_follow_a_new_index_key(silenced, author, has, settings):
    has(author)
    silenced()
    settings.PERSONAL_DATA_INDEX_KEY = "new"
    contact = Contact.objects.get()
    Contact.objects.update(fingerprint=Contact.fingerprint_of(contact.kind, contact.value))
    forget_sanction_marks(actor=None, now=timezone.now())
    assert Contact.objects.get().fingerprint in SanctionMark.objects.values_list("fingerprint", flat=True)


def test_moderators_see_what_holds_against_somebody_who_left_and_can_lift_it(
    silenced, author, moderator, has, client_for
):
    has(author)
    sanction = silenced()
    leave(author)
    desk = client_for(moderator)
    assert "已注销用户：禁言" in desk.get("/admin/moderation/sanctions/").content.decode()
    assert desk.post(f"/admin/moderation/sanctions/{sanction.pk}/lift/").status_code == 302
    sanction.refresh_from_db()
    assert sanction.lifted_at is not None
