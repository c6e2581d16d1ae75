"""Signing oneself out somewhere else."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from events.record import record


def end_session(*, actor: User, session: UserSession, now: datetime) -> None:
    """End `session` with its next request.

    Args:
        actor: whose session it is.
        session: one that is open.
        now: the present moment.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    if session.user_id != actor.pk:
        raise PermissionDenied
    with transaction.atomic():
        session.end()
        record(actor=actor, verb="user.session_ended", instance=actor)
