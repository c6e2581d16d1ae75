"""Letting go of the fingerprints of numbers as soon as no sanction needs them."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from moderation.actions.carry_sanctions import carry_sanctions
from moderation.models import Sanction, SanctionMark


def forget_sanction_marks(*, actor: User | None, now: datetime) -> int:
    """Delete the marks of sanctions that no longer hold, and those sanctions that were nobody's any more.

    Return how many marks went. The marks of people who are still here are brought in line with their numbers,
    since a change of PERSONAL_DATA_INDEX_KEY makes other fingerprints.

    Args:
        actor: None; the timer does it.
        now: the present moment.
    """
    holding = Sanction.objects.in_force(now=now)
    with transaction.atomic():
        deleted, _rows = SanctionMark.objects.exclude(sanction__in=holding).delete()
        Sanction.objects.filter(user=None).exclude(pk__in=holding.values("pk")).delete()
    for sanction in holding.exclude(user=None).select_related("user").order_by("pk"):
        assert sanction.user is not None  # noqa: S101 - for the type checker
        carry_sanctions(actor=actor, user=sanction.user, now=now)
    return deleted
