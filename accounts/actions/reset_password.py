"""A new password for somebody who forgot the old one, and proved to have the account's phone or mail."""

from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction

from accounts import pace
from accounts.models import ConfirmationCode, User
from events.record import record


def reset_password(*, actor: User | None, code: ConfirmationCode, password: str, now: datetime) -> User:
    """Give the code's owner the new password, and return them; every session of theirs ends.

    Args:
        actor: nobody yet.
        code: a code for resetting that has just been taken.
        password: has passed the password rules; it is in no event.
        now: the present moment.
    """
    user = User.objects.get(pk=code.user_id)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        # The failures were the owner's own.
        AccessAttempt.objects.filter(username=user.username).delete()
        record(actor=user, verb="user.password_reset", instance=user)
    pace.forget("sign_in_failed", person=user.username)
    return user
