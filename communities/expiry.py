"""The timer's look for offices whose last day is past."""

from datetime import datetime
from typing import Final

import structlog
from django.utils import timezone

from communities.actions.expire_membership import expire_membership
from communities.choices import Role
from communities.models import Membership

log = structlog.get_logger(__name__)

# So many are seen to in one run; the next run goes on.
BATCH: Final = 200


def expire_memberships(now: datetime) -> None:
    """See to every office that has ended by its date, each for itself; residences need nobody."""
    ended = Membership.objects.filter(
        valid_until__lt=timezone.localdate(now), closed_at__isnull=True
    ).exclude(role=Role.RESIDENT)
    for key in ended.order_by("valid_until", "pk").values_list("pk", flat=True)[:BATCH]:
        try:
            expire_membership(membership_id=key, actor=None, now=now)
        except Exception:
            log.exception("membership_not_expired", membership_id=key)
