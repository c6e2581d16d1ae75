from datetime import datetime

from django.db import models, transaction

from accounts.models import User
from media.attachments.removal import owned_by, release


@transaction.atomic
def release_attachments(*, actor: User | None, owner: models.Model, now: datetime) -> None:
    """End the hold on the attachments of `owner`; those that it has lost in the meantime are removed."""
    held = owned_by(owner).exclude(hold_reason="").select_for_update().order_by("pk")
    release(held, actor=actor, now=now)
