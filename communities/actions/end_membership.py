"""Taking an office from somebody."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities import handover
from communities.actions.hand_over_work import hand_over_work
from communities.models import Membership
from communities.permissions import check_end_membership
from events.record import record


def end_membership(
    *, actor: User | None, membership: Membership, now: datetime, hand_to: User | None = None
) -> None:
    """End `membership` at once: yesterday was its last day. One that began today or later is deleted.

    What the person has open there goes to a colleague or to the body, unless they work on its pages by
    another office.

    Args:
        actor: who ends it; None for a command, which is not asked for rights.
        membership: the office.
        now: the present moment.
        hand_to: the colleague who gets what is open; None for the body's queue.

    Raises:
        PermissionDenied: `actor` may not give this role, so they can't take it either.
        ValidationError: it is over already, or the colleague does not work there.
    """
    if actor is not None:
        check_end_membership(actor, membership)
    today = timezone.localdate(now)
    with transaction.atomic():
        locked = (
            Membership.objects.select_for_update().select_related("body__area", "user").get(pk=membership.pk)
        )
        if locked.valid_until is not None and locked.valid_until < today:
            raise ValidationError(_("这项任职已经结束。"))
        last_day = today - timedelta(days=1)
        record(
            actor=actor,
            verb="membership.ended",
            instance=locked,
            body_id=locked.body_id,
            area_paths=[locked.body.area.path],
            changes={"role": [locked.role, None], "user": [locked.user.get_username(), None]},
            is_tombstone=locked.valid_from >= today,
        )
        if locked.valid_from >= today:
            locked.delete()
        else:
            locked.valid_until, locked.closed_at = last_day, now
            locked.save(update_fields=["valid_until", "closed_at"])
        if not handover.works_on(locked.user, locked.body, today=today):
            hand_over_work(actor=actor, user=locked.user, body=locked.body, to=hand_to, now=now)
