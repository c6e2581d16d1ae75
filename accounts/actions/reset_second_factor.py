"""Taking a lost second factor away."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.models import User
from events.record import record


def reset_second_factor(*, actor: User | None, user: User, now: datetime) -> bool:
    """Delete authenticator and codes of `user`, end their sessions, and return whether there were any.

    Args:
        actor: who has checked that the person is who they say; None for a command.
        user: who lost their phone.
        now: the present moment.
    """
    with transaction.atomic():
        count, _by_model = Authenticator.objects.filter(user=user).delete()
        if not count:
            return False
        for session in UserSession.objects.filter(user=user):
            session.end()
        record(actor=actor, verb="user.second_factor_reset", instance=user)
    return True
