"""Forgetting how to take a mask back."""

from datetime import datetime

from django.db import transaction

from cms_pages.models import DisclosureMask
from cms_pages.models.disclosures.mask import TIME_TO_LIFT


@transaction.atomic
def forget_masked(*, actor: None, now: datetime) -> int:
    """Delete the texts round masks that are thirty days old; return of how many.

    What was masked for good lies no longer about in whole paragraphs (个人信息保护法 §19); the words alone
    stay with the mask, so that the street can look at what a committee hid.

    Args:
        actor: nobody; the timer calls.
        now: the present moment.
    """
    old = DisclosureMask.objects.filter(masked_at__lte=now - TIME_TO_LIFT).exclude(undo="")
    return old.update(undo="")
