"""The end of an official's acting for a resident."""

from datetime import datetime

import structlog
from django.db import transaction

from accounts.models import User
from communities.choices import AssistEnd
from communities.models import AssistedSession
from events.record import record

log = structlog.get_logger(__name__)


def end_assisted_session(
    *, actor: User | None, session: AssistedSession, end: AssistEnd, now: datetime
) -> bool:
    """End the session, and return whether it was open; the resident is told what was done by whoever consumes
    the event.

    Args:
        actor: the official; None for the timer.
        session: which one.
        end: why it ends.
        now: the present moment.
    """
    with transaction.atomic():
        open_one = AssistedSession.objects.open().filter(pk=session.pk)
        if not open_one.update(ended_at=max(now, session.started_at), end=end):
            return False
        record(
            actor=actor,
            verb="assisted_session.ended",
            instance=session,
            body_id=session.body_id,
            changes={"count": [None, session.acts.count()], "reason": [None, str(AssistEnd(end).label)]},
            now=now,
        )
    return True


def end_overdue_sessions(now: datetime) -> None:
    """End all whose time is over, each for itself; the timer asks every minute."""
    for session in AssistedSession.objects.open().filter(expires_at__lte=now).order_by("pk"):
        try:
            end_assisted_session(actor=None, session=session, end=AssistEnd.TIME, now=now)
        except Exception:
            log.exception("assisted_session_not_ended", session_id=session.pk)
