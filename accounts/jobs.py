"""The timer's jobs of this app."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from accounts import pace
from accounts.actions.close_account import close_account
from accounts.actions.send_code import forget_old_codes
from accounts.actions.send_message import forget_old_messages, send_due_messages
from accounts.choices import ConsentPurpose
from accounts.holdings import forget_addresses
from accounts.lockout import forget_old_attempts
from accounts.models import Consent, User

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 500
GUARDIAN_TIME: Final = timedelta(days=7)


def sweep_messages(now: datetime) -> None:
    """Send what nobody was waked for, and what failed before."""
    send_due_messages(now=now)


def forget_old(now: datetime) -> None:
    """Delete counts, codes and messages that have served."""
    forget_old_attempts(now)
    pace.forget_old(now)
    forget_old_codes(now=now)
    forget_old_messages(now=now)
    _forget_sessions(now)
    _close_unconsented(now)
    forget_addresses(now=now)


def _forget_sessions(now: datetime) -> None:
    """Delete sessions that are over, and from which address and browser they were opened."""
    over = Session.objects.filter(expire_date__lte=now)
    while keys := list(over.values_list("pk", flat=True)[:_AT_ONCE]):
        Session.objects.filter(pk__in=keys).delete()
    # The two rows of a session are written one after the other: one that was made just now is left alone.
    lately = now - timedelta(hours=1)
    lasting = Session.objects.filter(session_key=OuterRef("session_key"))
    gone = UserSession.objects.filter(~Exists(lasting), last_seen_at__lt=lately)
    while keys := list(gone.values_list("pk", flat=True)[:_AT_ONCE]):
        UserSession.objects.filter(pk__in=keys).delete()


def _close_unconsented(now: datetime) -> None:
    """Close children's accounts to which no guardian has agreed within a week."""
    waiting = User.objects.filter(
        is_minor=True, guardian_consented_at=None, is_active=True, date_joined__lt=now - GUARDIAN_TIME
    )
    # A guardian who took their consent back has a week to think again.
    lately = Consent.objects.filter(
        user=OuterRef("pk"), purpose=ConsentPurpose.GUARDIAN, withdrawn_at__gte=now - GUARDIAN_TIME
    )
    waiting = waiting.exclude(Exists(lately))
    for user in waiting:
        try:
            close_account(actor=None, user=user, now=now)
        except ValidationError:
            log.warning("account_not_closed", user_id=user.pk)
