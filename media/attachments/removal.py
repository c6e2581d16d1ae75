"""How attachments go: the row in the caller's transaction, the files after its commit."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import structlog
from django.db import models, transaction

from accounts.models import User
from events.querysets import kind_of
from events.record import record
from media.attachments.gate import discard
from media.choices import AttachmentState
from media.models import Attachment
from media.querysets import AttachmentQuerySet

log = structlog.get_logger(__name__)


def take_away(attachments: AttachmentQuerySet, *, actor: User | None, now: datetime) -> None:
    """Hold or remove each of `attachments`, in the caller's transaction."""
    gone = []
    for attachment in attachments.select_for_update().order_by("pk"):
        is_held = attachment.hold_reason != ""
        attachment.state = AttachmentState.HELD if is_held else AttachmentState.REMOVED
        attachment.removed_at = now
        attachment.save(update_fields=["state", "removed_at"])
        verb = "attachment.held" if is_held else "attachment.removed"
        record(actor=actor, verb=verb, instance=attachment, is_tombstone=not is_held, now=now)
        if not is_held:
            gone.append(attachment.pk)
    if gone:
        transaction.on_commit(partial(delete_files, gone))


def release(attachments: Iterable[Attachment], *, actor: User | None, now: datetime) -> None:
    """End the hold on each, locked by the caller; files of what its owner has lost go after the commit."""
    gone = []
    for attachment in attachments:
        is_gone = attachment.state == AttachmentState.HELD
        before, attachment.hold_reason, attachment.hold_until = attachment.hold_reason, "", None
        if is_gone:
            attachment.state = AttachmentState.REMOVED
            gone.append(attachment.pk)
        attachment.save(update_fields=["state", "hold_reason", "hold_until"])
        record(
            actor=actor,
            verb="attachment.removed" if is_gone else "attachment.released",
            instance=attachment,
            changes={"hold_reason": [before, ""]},
            is_tombstone=is_gone,
            now=now,
        )
    if gone:
        transaction.on_commit(partial(delete_files, gone))


def owned_by(owner: models.Model) -> AttachmentQuerySet:
    """Return all that belongs to `owner`, shown or held."""
    return Attachment.objects.filter(
        owner_kind=kind_of(owner),
        owner_id=owner.pk,
        state__in=[AttachmentState.CLAIMED, AttachmentState.HELD],
    )


def delete_files(keys: Iterable[int]) -> None:
    """Delete the files of removed attachments. What fails is left to the timer, and fails no request."""
    for attachment in Attachment.objects.filter(pk__in=list(keys), state=AttachmentState.REMOVED):
        try:
            discard(attachment.files)
        except OSError:
            log.exception("attachment_not_deleted", attachment=attachment.pk)
            continue
        attachment.file = attachment.large = attachment.small = ""
        attachment.save(update_fields=["file", "large", "small"])
