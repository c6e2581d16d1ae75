"""Stopping a duty's clock."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from disclosure.models import DisclosureDuty
from events.record import record


@transaction.atomic
def meet_duty(*, actor: AbstractUser | None, duty: DisclosureDuty, now: datetime) -> DisclosureDuty:
    """Write down that what is owed was published; a later version of it changes nothing.

    Args:
        actor: whoever let it pass.
        duty: the duty.
        now: when it was published.
    """
    kept: DisclosureDuty = (
        DisclosureDuty.objects.select_for_update(of=("self",))
        .select_related("item", "body__area")
        .get(pk=duty.pk)
    )
    if kept.met_at is not None:
        return kept
    kept.met_at, kept.met_on = now, timezone.localdate(now)
    kept.save(update_fields=["met_at", "met_on"])
    record(
        actor=actor,
        verb="disclosure_duty.met",
        instance=kept,
        body_id=kept.body_id,
        area_paths=[kept.body.area.path],
        changes={"met_on": [None, str(kept.met_on)], "due_on": [str(kept.due_on), str(kept.due_on)]},
        now=now,
    )
    return kept
