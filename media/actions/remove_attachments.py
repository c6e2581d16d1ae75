from datetime import datetime

from django.db import models, transaction

from accounts.models import User
from media.attachments.removal import take_away
from media.models import Attachment


@transaction.atomic
def remove_attachments(*, actor: User | None, owner: models.Model, now: datetime) -> None:
    """Remove the attachments of `owner`, which goes; those that are on hold are kept and shown to no reader.

    Call it in the transaction that deletes or withdraws the owner for good. The files go after the commit.
    """
    take_away(Attachment.objects.of(owner), actor=actor, now=now)
