from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from media.attachments.removal import take_away
from media.models import Attachment


@transaction.atomic
def drop_attachment(*, actor: User, key: UUID, now: datetime) -> None:
    """Remove what `actor` uploaded and did not use; what is theirs no more, or gone, stays as it is."""
    take_away(Attachment.objects.waiting_of(actor).filter(key=key), actor=actor, now=now)
