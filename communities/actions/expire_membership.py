"""Seeing to an office that has ended by its date."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from communities import handover
from communities.actions.hand_over_work import hand_over_work
from communities.models import Membership
from events.record import record


@transaction.atomic
def expire_membership(*, membership_id: int, actor: None, now: datetime) -> bool:
    """Hand what the person has open to the body's queue, and write down that the office is over; return
    whether
    that was still to be done.

    Args:
        membership_id: key of an office whose last day is past.
        actor: nobody; the timer calls.
        now: the present moment.
    """
    today = timezone.localdate(now)
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .filter(pk=membership_id, closed_at__isnull=True, valid_until__lt=today)
        .select_related("user", "body__area")
        .first()
    )
    if membership is None:
        return False
    membership.closed_at = now
    membership.save(update_fields=["closed_at"])
    record(
        actor=None,
        verb="membership.expired",
        instance=membership,
        body_id=membership.body_id,
        area_paths=[membership.body.area.path],
        changes={"role": [membership.role, None], "user": [membership.user.get_username(), None]},
        now=now,
    )
    if not handover.works_on(membership.user, membership.body, today=today):
        hand_over_work(actor=None, user=membership.user, body=membership.body, now=now)
    return True
