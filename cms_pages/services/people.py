"""Who is told about a service."""

from datetime import datetime

from django.utils import timezone

from communities.models import Membership
from communities.roles import Right, roles_with


def officials_for(body_id: int, *, now: datetime) -> list[int]:
    """Return the keys of those who answer for the services of a body."""
    memberships = Membership.objects.current(today=timezone.localdate(now)).filter(
        body_id=body_id, role__in=roles_with(Right.PUBLISH_PAGES), user__is_active=True
    )
    return list(memberships.order_by("user").values_list("user_id", flat=True).distinct())
