"""Taking an office from somebody."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Membership
from communities.permissions import check_end_membership
from events.record import record


def end_membership(*, actor: User | None, membership: Membership, now: datetime) -> None:
    """End `membership` at once: yesterday was its last day. One that began today or later is deleted.

    Args:
        actor: who ends it; None for a command, which is not asked for rights.
        membership: the office.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may not give this role, so they can't take it either.
        ValidationError: it is over already.
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
            locked.valid_until = last_day
            locked.save(update_fields=["valid_until"])
