"""Taking a confirmation at the desk back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.give_consent import withdraw_consent
from accounts.choices import ConsentPurpose
from accounts.models import RealName, User
from communities.permissions import can_confirm_identity
from events.record import record


def withdraw_real_name(*, actor: User, row: RealName, now: datetime) -> None:
    """Delete name and number: the wrong person was confirmed, or they have taken their consent back.

    Args:
        actor: the person themselves, or an official of the desk.
        row: what was confirmed.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` is neither.
    """
    if actor.pk != row.user_id and not can_confirm_identity(actor, row):
        raise PermissionDenied
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=row.user_id)
        body_id = row.body_id
        row.delete()
        withdraw_consent(actor=actor, user=user, purpose=ConsentPurpose.REAL_NAME, now=now)
        user.desk_confirmed_at = None
        user.save(update_fields=["desk_confirmed_at"])
        record(actor=actor, verb="real_name.withdrawn", instance=user, body_id=body_id)


def withdraw_own(user: User, now: datetime) -> None:
    """Delete what `user` has had confirmed of themselves, by their own wish; the consent ends in any case."""
    row = RealName.objects.filter(user=user).first()
    if row is not None:
        withdraw_real_name(actor=user, row=row, now=now)
    else:
        withdraw_consent(actor=user, user=user, purpose=ConsentPurpose.REAL_NAME, now=now)
