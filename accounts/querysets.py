"""Reads of this app's rows."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from accounts.choices import CodePurpose, ContactKind, MessageState

if TYPE_CHECKING:
    from accounts.models.contact import ConfirmationCode, Contact, OutgoingMessage  # noqa: F401
    from accounts.models.user import User


class ContactQuerySet(models.QuerySet["Contact"]):
    """Proved ways to reach people."""

    def of_value(self, kind: ContactKind, value: str) -> "ContactQuerySet":
        """Return the row, if somebody has that number or address."""
        return self.filter(kind=kind, fingerprint=self.model.fingerprint_of(kind, value))


class ConfirmationCodeQuerySet(models.QuerySet["ConfirmationCode"]):
    """Codes, newest first."""

    def newest(
        self, user: "User | None", purpose: CodePurpose, *, now: datetime
    ) -> "ConfirmationCode | None":
        """Return the code that counts: the newest of its purpose, if it is neither used nor over."""
        rows = self.filter(user_id=user.pk if user is not None else 0, purpose=purpose)
        code = rows.order_by("-pk").first()
        return code if code is not None and code.used_at is None and code.expires_at > now else None


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """Texts and mails, newest first."""

    def due(self, *, now: datetime) -> "OutgoingMessageQuerySet":
        """Return what should be sent at `now`."""
        return self.filter(state=MessageState.PENDING, due_at__lte=now)
