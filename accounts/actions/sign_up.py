"""Making one's own account."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from accounts import pace
from accounts.actions.change_nickname import clean_nickname
from accounts.actions.give_consent import give_consent
from accounts.choices import ConsentPurpose
from accounts.models import User
from accounts.names import check_username
from events.record import record

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

VERB: Final = "user.signed_up"


def sign_up(
    *,
    actor: "User | AnonymousUser | None",
    username: str,
    nickname: str,
    password: str,
    now: datetime,
    has_agreed: bool = False,
    is_minor: bool = False,
) -> User:
    """Make an account and return it.

    Args:
        actor: nobody yet, when people sign up themselves; the event then names the new account.
        username: public and final; kept in `names.normal_form`.
        nickname: public; may be empty.
        password: has passed the password rules.
        now: the present moment.
        has_agreed: to the privacy notice as it stands today; officials that are made by hand are asked later.
        is_minor: under fourteen, so that it waits for a guardian's consent (个人信息保护法第三十一条).

    Raises:
        ValidationError: the user name or nickname can't be taken.
        IntegrityError: the user name was taken a moment ago.
        TooOftenError: so many were made from this address or network that the next has to wait.
    """
    name, shown = check_username(username), clean_nickname(nickname, user=None)
    with transaction.atomic():
        pace.count("sign_up", now=now)
        user = User(username=name, nickname=shown, date_joined=now, is_minor=is_minor)
        user.set_password(password)
        user.save(force_insert=True)
        known = actor if isinstance(actor, User) and actor.pk else user
        record(actor=known, verb=VERB, instance=user)
        if has_agreed:
            give_consent(actor=user, user=user, purpose=ConsentPurpose.PRIVACY, now=now)
    return user
