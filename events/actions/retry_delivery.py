"""Trying a delivery again that was given up."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from events.models import Delivery
from events.record import record

RETRIED = "delivery.retried"


def retry_delivery(*, actor: AbstractUser | None, delivery: Delivery, now: datetime) -> None:
    """Put `delivery` back into the queue, due at once and with all its attempts before it.

    Args:
        actor: who wants it.
        delivery: one that was given up; any other stays as it is.
        now: the present moment.
    """
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DEAD).update(
            state=Delivery.State.PENDING, attempts=0, due_at=now
        )
        if changed:
            record(actor=actor, verb=RETRIED, instance=delivery)
