"""Agreeing to something, and taking it back."""

from datetime import datetime

from django.db import transaction

from accounts.choices import ConsentPurpose
from accounts.models import Consent, User
from accounts.privacy import version_of
from events.record import record


def give_consent(*, actor: User, user: User, purpose: ConsentPurpose, now: datetime) -> Consent:
    """Write down that `user` agrees to `purpose` in its present words; a second time changes nothing.

    Args:
        actor: the person, or the official who wrote it down at the desk.
        user: who agrees.
        purpose: to what.
        now: the present moment.
    """
    with transaction.atomic():
        consent, is_new = Consent.objects.get_or_create(
            user=user,
            purpose=purpose,
            version=version_of(purpose),
            withdrawn_at=None,
            defaults={"given_at": now, "recorded_by": actor if actor.pk != user.pk else None},
        )
        if is_new:
            record(
                actor=actor,
                verb="user.consent_given",
                instance=user,
                changes={"purpose": [None, purpose], "version": [None, consent.version]},
            )
    return consent


def withdraw_consent(*, actor: User, user: User, purpose: ConsentPurpose, now: datetime) -> bool:
    """Take every agreement to `purpose` back, and return whether there was one; the rows stay as proof.

    Args:
        actor: the person, or the official at the desk.
        user: whose agreement it was.
        purpose: to what.
        now: the present moment.
    """
    with transaction.atomic():
        rows = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None)
        if not rows.update(withdrawn_at=now):
            return False
        record(
            actor=actor, verb="user.consent_withdrawn", instance=user, changes={"purpose": [purpose, None]}
        )
    return True
