"""Looking at who somebody is behind the nickname."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import RealName, User
from communities.permissions import can_see_real_name
from events.record import record


@dataclass(frozen=True)
class Identity:
    """What the desk saw on the card."""

    name: str
    number: str


def look_at_real_name(*, actor: User, row: RealName, reason: str, now: datetime) -> Identity:
    """Return name and number, after writing down who looked and why.

    Args:
        actor: who looks.
        row: at whom.
        reason: in their own words; kept in the event.
        now: the present moment.

    Raises:
        PermissionDenied: their role does not look, or not there.
        ValidationError: they give no reason.
    """
    if not can_see_real_name(actor, row):
        raise PermissionDenied
    why = " ".join(reason.split())[:200]
    if not why:
        raise ValidationError({"reason": _("请写明为什么要看，这会留在记录里。")})
    with transaction.atomic():
        record(
            actor=actor,
            verb="real_name.seen",
            instance=row.user,
            body_id=row.body_id,
            changes={"reason": [None, why]},
        )
    return Identity(name=row.name, number=row.number)
