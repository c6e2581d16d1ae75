"""A guardian takes their consent to a child's account back."""

from datetime import datetime

from django.db import transaction

from accounts.actions.give_consent import withdraw_consent
from accounts.choices import ConsentPurpose
from accounts.models import User


def withdraw_guardian_consent(*, actor: User, user: User, now: datetime) -> bool:
    """Let the child's account wait for a guardian again, and return whether there was a consent.

    Args:
        actor: who asks, with the account and its password: the guardian and the child are one to the site.
        user: the child's account.
        now: the present moment.
    """
    with transaction.atomic():
        if not withdraw_consent(actor=actor, user=user, purpose=ConsentPurpose.GUARDIAN, now=now):
            return False
        User.objects.filter(pk=user.pk).update(guardian_consented_at=None)
        user.guardian_consented_at = None
    return True
