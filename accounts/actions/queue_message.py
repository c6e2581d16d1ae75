"""Putting a text or a mail on its way."""

import json
from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction

from accounts.choices import ContactKind
from accounts.models import OutgoingMessage, User

log = structlog.get_logger(__name__)


def queue_message(
    *,
    actor: User | None,
    recipient: User | None,
    kind: ContactKind,
    to: str,
    template: str,
    body: str,
    now: datetime,
    subject: str = "",
    values: Mapping[str, str] | None = None,
    expires_at: datetime | None = None,
) -> OutgoingMessage:
    """Write the message down, in the caller's transaction; the task worker sends it after the commit.

    Whoever asks never waits for a mail server or a provider, and never fails with one. No event is recorded:
    what is told is told by the event that caused it.

    Args:
        actor: who caused it; None for the timer.
        recipient: whose message it is, for their copy of their data.
        kind: text message or mail.
        to: E.164 number or e-mail address.
        template: `code` or `urgent`, for a text; a word of the caller for a mail.
        body: all the words.
        now: the present moment.
        subject: of a mail.
        values: what a text gateway puts into its own wording.
        expires_at: after which it is not worth sending.
    """
    message = OutgoingMessage.objects.create(
        kind=kind,
        recipient=recipient,
        to=to,
        template=template,
        subject=subject,
        body=body,
        values=json.dumps(dict(values or {}), ensure_ascii=False),
        created_at=now,
        due_at=now,
        expires_at=expires_at,
    )
    transaction.on_commit(_wake)
    return message


def _wake() -> None:
    """Queue the task; where that fails the row waits for the timer's sweep."""
    from accounts.tasks import queue_sending

    try:
        queue_sending()
    except Exception:
        log.exception("message_not_queued")
