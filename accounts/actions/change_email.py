"""Changing the address by which the site can write to a person."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.record import record


def change_email(*, actor: User, user: User, email: str, now: datetime) -> bool:
    """Set the e-mail address, which may be empty, and return whether anything changed.

    The event says that it changed and not to what: an audit row outlives the wish to be forgotten.

    Args:
        actor: who does it.
        user: whose address it is.
        email: a valid address, or empty.
        now: the present moment.
    """
    kept = User.objects.normalize_email(email.strip())
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.email == kept:
            return False
        changes = {"has_email": [bool(row.email), bool(kept)]}
        row.email = kept
        row.save(update_fields=["email"])
        user.email = kept
        record(actor=actor, verb="user.email_changed", instance=user, changes=changes)
    return True
