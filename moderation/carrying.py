"""When sanctions are carried to another account of the same person, and when their marks go."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from events import timer
from events.consumers import register
from events.models import Event
from moderation.actions.carry_sanctions import carry_sanctions
from moderation.actions.forget_sanction_marks import forget_sanction_marks

_CONFIRMED = frozenset({"user.contact_confirmed", "real_name.confirmed"})


@register("carried_sanctions", wants=lambda event: event.verb in _CONFIRMED, at_once=True)
def carry(event: Event) -> None:
    """Look whether a number that somebody has just confirmed is marked."""
    user = User.objects.filter(pk=event.object_id, is_active=True).first()
    if user is not None:
        carry_sanctions(actor=None, user=user, now=timezone.now())


def forget(now: datetime) -> None:
    """Let the marks go that no sanction needs any more."""
    forget_sanction_marks(actor=None, now=now)


timer.registry.register("moderation.forget_sanction_marks")(timer.Job(every=timedelta(hours=1), run=forget))
