"""Sending what was queued: tried again with growing pauses, given up after a day or when it is over."""

import json
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from accounts.choices import ContactKind, MessageState
from accounts.models import OutgoingMessage, User
from accounts.texting import gateway

log = structlog.get_logger(__name__)

AT_ONCE: Final = 100
LAST_ATTEMPT: Final = 8
# Another worker leaves a message alone for so long after one has taken it.
TAKEN_FOR: Final = timedelta(minutes=2)
_FIRST_PAUSE: Final = timedelta(seconds=15)
_LONGEST_PAUSE: Final = timedelta(hours=6)
KEPT: Final = timedelta(days=7)


def send_due_messages(*, now: datetime) -> int:
    """Try every message that is due, each for itself, and return how many were tried."""
    keys = (
        OutgoingMessage.objects.due(now=now).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    return sum(send_message(actor=None, key=key, now=now) for key in list(keys))


def send_message(*, actor: User | None, key: int, now: datetime) -> bool:
    """Send one message, and return whether it was this call's to send.

    The row is taken first, so that of two workers one sends it. A worker that dies between sending and
    writing so sends it twice at worst; a code that comes twice does no harm.

    Args:
        actor: None, for the task worker.
        key: primary key of the message.
        now: the present moment.
    """
    taken = OutgoingMessage.objects.due(now=now).filter(pk=key).update(due_at=now + TAKEN_FOR)
    if not taken:
        return False
    message = OutgoingMessage.objects.get(pk=key)
    if message.expires_at is not None and message.expires_at <= now:
        _end(message, MessageState.FAILED, "expired")
        return True
    try:
        _deliver(message)
    except Exception as error:  # noqa: BLE001 - servers fail in any way
        # The words of the error may hold the number; its class does not.
        reason = f"{type(error).__name__}: {error}"[:200] if _is_ours(error) else type(error).__name__
        log.warning("message_not_sent", kind=message.kind, template=message.template, reason=reason)
        _again_later(message, reason, now=now)
    else:
        _end(message, MessageState.SENT, "")
    return True


def forget_old_messages(*, now: datetime) -> int:
    """Delete what left, or was given up, a week ago; return how many."""
    old = OutgoingMessage.objects.exclude(state=MessageState.PENDING).filter(created_at__lt=now - KEPT)
    return old.delete()[0]


def _deliver(message: OutgoingMessage) -> None:
    if message.kind == ContactKind.PHONE:
        gateway().send(
            number=message.to,
            template=message.template,
            values=json.loads(message.values or "{}"),
            text=message.body,
        )
        return
    EmailMessage(subject=message.subject, body=message.body, to=[message.to]).send()


def _is_ours(error: Exception) -> bool:
    return type(error).__module__.startswith("accounts.")


def _end(message: OutgoingMessage, state: MessageState, error: str) -> None:
    message.state, message.error = state, error
    if not settings.OUTBOX_PAGE:
        message.body = message.values = ""
    message.attempts += 1
    message.save()


def _again_later(message: OutgoingMessage, reason: str, *, now: datetime) -> None:
    if message.attempts + 1 >= LAST_ATTEMPT:
        _end(message, MessageState.FAILED, reason)
        return
    with transaction.atomic():
        message.attempts += 1
        message.error = reason
        message.due_at = now + min(_FIRST_PAUSE * 4 ** (message.attempts - 1), _LONGEST_PAUSE)
        message.save(update_fields=["attempts", "error", "due_at"])
