from datetime import datetime
from functools import partial

from django.db import models, transaction

from accounts.models import User
from events.record import record
from media.attachments.removal import delete_files, owned_by
from media.choices import AttachmentState


@transaction.atomic
def release_attachments(*, actor: User | None, owner: models.Model, now: datetime) -> None:
    """End the hold on the attachments of `owner`; those that it has lost in the meantime are removed."""
    gone = []
    for attachment in owned_by(owner).exclude(hold_reason="").select_for_update().order_by("pk"):
        is_gone = attachment.state == AttachmentState.HELD
        before, attachment.hold_reason = attachment.hold_reason, ""
        if is_gone:
            attachment.state = AttachmentState.REMOVED
            gone.append(attachment.pk)
        attachment.save(update_fields=["state", "hold_reason"])
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
