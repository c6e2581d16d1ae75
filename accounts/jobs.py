"""The timer's jobs of this app."""

from datetime import datetime

from accounts import pace
from accounts.actions.send_code import forget_old_codes
from accounts.actions.send_message import forget_old_messages, send_due_messages
from accounts.lockout import forget_old_attempts


def sweep_messages(now: datetime) -> None:
    """Send what nobody was waked for, and what failed before."""
    send_due_messages(now=now)


def forget_old(now: datetime) -> None:
    """Delete counts, codes and messages that have served."""
    forget_old_attempts(now)
    pace.forget_old(now)
    forget_old_codes(now=now)
    forget_old_messages(now=now)
