from datetime import datetime

from django.db import transaction

from accounts.models import User
from media.attachments.removal import release
from media.models import Attachment
from media.permissions import check_inspect_attachment


@transaction.atomic
def release_held_attachment(*, actor: User, attachment: Attachment, now: datetime) -> None:
    """End the hold on one attachment, whose post is gone: its files are deleted after the commit.

    Raises:
        PermissionDenied: `actor` may not inspect it, or it is held no more.
    """
    row = Attachment.objects.select_for_update().get(pk=attachment.pk)
    check_inspect_attachment(actor, row)
    release([row], actor=actor, now=now)
