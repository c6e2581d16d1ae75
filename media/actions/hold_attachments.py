from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from media.attachments.removal import owned_by


@transaction.atomic
def hold_attachments(
    *, actor: User | None, owner: models.Model, reason: str, now: datetime, until: datetime | None = None
) -> None:
    """Keep the attachments of `owner` even when it goes, until that moment or `release_attachments`.

    For what an authority, a complaint or an appeal still needs (个人信息保护法第四十七条: kept where a law
    wants it, and used for nothing else). Whether `actor` may is the caller's question.

    Args:
        actor: who orders it; None for a rule.
        owner: the object.
        reason: why, 200 characters at most.
        now: the present moment.
        until: when the timer releases them; None where somebody has to.

    Raises:
        ValidationError: there is no reason.
    """
    reason = reason.strip()[:200]
    if not reason:
        raise ValidationError(_("请写明留存的理由。"))
    for attachment in owned_by(owner).filter(hold_reason="").select_for_update().order_by("pk"):
        attachment.hold_reason, attachment.hold_until = reason, until
        attachment.save(update_fields=["hold_reason", "hold_until"])
        record(
            actor=actor,
            verb="attachment.hold_ordered",
            instance=attachment,
            changes={"hold_reason": ["", reason]},
            now=now,
        )
