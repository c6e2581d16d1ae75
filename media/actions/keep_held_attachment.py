from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from media.models import Attachment
from media.permissions import check_inspect_attachment

LONGEST_REASON = 200


@transaction.atomic
def keep_held_attachment(*, actor: User, attachment: Attachment, reason: str, now: datetime) -> None:
    """Keep what is on hold until somebody releases it, not only until its day: an authority has asked for it.

    Args:
        actor: who orders it; whoever may inspect it.
        attachment: one that is held.
        reason: why, 200 characters at most.
        now: the present moment.

    Raises:
        PermissionDenied: they may not inspect it, or it is held no more.
        ValidationError: there is no reason.
    """
    row = Attachment.objects.select_for_update().get(pk=attachment.pk)
    check_inspect_attachment(actor, row)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ValidationError(_("请写明继续留存的理由，例如哪个机关调取。"))
    before = row.hold_reason
    row.hold_reason, row.hold_until = reason, None
    row.save(update_fields=["hold_reason", "hold_until"])
    record(
        actor=actor,
        verb="attachment.hold_ordered",
        instance=row,
        changes={"hold_reason": [before, reason]},
        now=now,
    )
