"""Making one's own account."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from accounts.actions.change_nickname import clean_nickname
from accounts.models import User
from accounts.names import check_username
from events.context import current
from events.models import Event
from events.record import record

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

VERB: Final = "user.signed_up"
LIMIT_PER_ADDRESS: Final = 20
LIMIT_WINDOW: Final = timedelta(hours=1)


class TooManySignUpsError(Exception):
    """So many accounts were made from this address within the hour that the next has to wait."""


def sign_up(
    *, actor: "User | AnonymousUser | None", username: str, nickname: str, password: str, now: datetime
) -> User:
    """Make an account and return it.

    Args:
        actor: nobody yet, when people sign up themselves; the event then names the new account.
        username: public and final; kept in `names.normal_form`.
        nickname: public; may be empty.
        password: has passed the password rules.
        now: the present moment.

    Raises:
        ValidationError: the user name or nickname can't be taken.
        IntegrityError: the user name was taken a moment ago.
        TooManySignUpsError: see there. The address is the request's; without one there is no limit.
    """
    name, shown = check_username(username), clean_nickname(nickname, user=None)
    _check_pace(now=now)
    with transaction.atomic():
        user = User(username=name, nickname=shown, date_joined=now)
        user.set_password(password)
        user.save(force_insert=True)
        known = actor if isinstance(actor, User) and actor.pk else user
        record(actor=known, verb=VERB, instance=user)
    return user


def _check_pace(*, now: datetime) -> None:
    """Count in the audit rows, not in a cache: a cache that is away would lock everybody out, or nobody."""
    address = current.get().address
    if address is None:
        return
    recent = Event.objects.filter(verb=VERB, address=address, at__gt=now - LIMIT_WINDOW)
    if recent.count() >= LIMIT_PER_ADDRESS:
        raise TooManySignUpsError
