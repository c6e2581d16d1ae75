"""Giving a person's open work to a colleague, or back to the body."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities import handover
from communities.models import Body
from events.record import record


def hand_over_work(
    *, actor: User | None, user: User, body: Body, now: datetime, to: User | None = None
) -> int:
    """Give all that `user` has open in `body` to `to`, or to the body's queue; return how many pieces.

    It is recorded, and whoever gets it is notified; nothing happens where nothing is open.

    Args:
        actor: who decides it, having been asked for the right to end the office; None for the timer.
        user: whose work it was.
        body: in which body.
        now: the present moment.
        to: the colleague; None for the body.

    Raises:
        ValidationError: `to` does not work on the body's pages today.
    """
    today = timezone.localdate(now)
    if to is not None and (to.pk == user.pk or not handover.works_on(to, body, today=today)):
        raise ValidationError(_("工作只能交给本单位在任的同事。"))
    with transaction.atomic():
        given = handover.give_all(user, body, to)
        if given:
            record(
                actor=actor,
                verb="work.handed_over",
                instance=body,
                body_id=body.pk,
                changes={
                    "user": [user.get_username(), to.get_username() if to is not None else None],
                    "count": [None, sum(given.values())],
                },
                now=now,
            )
    return sum(given.values())
