"""Changing a password."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.record import record


def change_password(*, actor: User, user: User, password: str, now: datetime) -> None:
    """Give `user` the new password; every session but the one that asks ends with its next request.

    Args:
        actor: the person, whose old password the caller has checked.
        user: whose password it is.
        password: has passed the password rules; it is in no event.
        now: the present moment.
    """
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        record(actor=actor, verb="user.password_changed", instance=user)
