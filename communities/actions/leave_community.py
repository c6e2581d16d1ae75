"""No longer being a resident of a community on the site."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.models import Body, Membership
from events.record import record


def leave_community(*, actor: User, committee: Body, now: datetime) -> bool:
    """End the actor's residence in the committee's body at once, and return whether there was one.

    A membership holds through its last day, so that day becomes yesterday; one that began today has no day
    left and is deleted. The event keeps both.

    Args:
        actor: who leaves; offices that they hold there stay.
        committee: the body that runs the community.
        now: the present moment.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update(of=("self",))
            .current(today=today)
            .filter(user=actor, body=committee, role=Role.RESIDENT)
            .first()
        )
        if membership is None:
            return False
        began_today = membership.valid_from >= today
        record(
            actor=actor,
            verb="membership.ended",
            instance=membership,
            body_id=committee.pk,
            area_paths=[committee.area.path],
            changes={"role": [Role.RESIDENT, None]},
            is_tombstone=began_today,
        )
        if began_today:
            membership.delete()
        else:
            membership.valid_until = today - timedelta(days=1)
            membership.save(update_fields=["valid_until"])
    return True
