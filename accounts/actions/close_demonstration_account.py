"""Taking a demonstration account out of use."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.record import record


def close_demonstration_account(*, actor: User | None, user: User, now: datetime) -> None:
    """Deactivate `user` and take its password, which everybody can read in the README, away.

    Args:
        actor: who does it; None for a command.
        user: a demonstration account.
        now: the present moment.

    Raises:
        ValueError: the account is a real one.
    """
    if not user.is_demonstration:
        raise ValueError(f"{user.username} is not a demonstration account.")
    with transaction.atomic():
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        record(actor=actor, verb="user.closed", instance=user)
