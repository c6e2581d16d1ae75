"""Becoming a resident of a community on the site."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from events.record import record

# One's home, one's parents', one's work. More would make the word resident mean nothing.
MOST: Final = 3


def join_community(*, actor: User, committee: Body, now: datetime) -> Membership:
    """Make the actor a resident in the committee's body, and return the membership; twice is as good as once.

    People say so of themselves: it brings them the community's notices and a voice in its forum, and no
    other right.

    Args:
        actor: who joins.
        committee: the body that runs the community.
        now: the present moment; the membership begins on its day.

    Raises:
        ValidationError: the community is gone or has no residents, or the actor is in `MOST` already.
    """
    today = timezone.localdate(now)
    if committee.kind != BodyKind.COMMITTEE or (committee.ended_on and committee.ended_on <= today):
        raise ValidationError(_("这个社区现在不能加入，请换一个。"), code="closed")
    with transaction.atomic():
        # Two forms sent at once wait for each other here, so that they can't pass the limit together.
        User.objects.select_for_update().get(pk=actor.pk)
        residences = Membership.objects.filter(user=actor, role=Role.RESIDENT)
        current = residences.current(today=today)
        there = current.filter(body=committee).first()
        if there is not None:
            return there
        # One that an official entered with a later day begins today instead.
        residences.filter(body=committee, valid_from__gt=today).delete()
        if current.count() >= MOST:
            raise ValidationError(
                _("最多加入%(most)s个社区。请先退出一个不常去的。"), code="too_many", params={"most": MOST}
            )
        membership = Membership.objects.create(
            user=actor, body=committee, role=Role.RESIDENT, valid_from=today
        )
        record(
            actor=actor,
            verb="membership.added",
            instance=membership,
            body_id=committee.pk,
            area_paths=[committee.area.path],
            changes={"role": [None, Role.RESIDENT]},
        )
    return membership
