from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from moderation.models import ItemNote, QueueItem
from moderation.models.queue import LONGEST_NOTE
from moderation.permissions import check_moderate


@transaction.atomic
def note_item(*, actor: User, item: QueueItem, text: str, now: datetime) -> ItemNote:
    """Write a note for the other moderators.

    Raises:
        PermissionDenied: another body's moderators decide.
        ValidationError: nothing, or too much, is written.
    """
    check_moderate(actor, item.body)
    text = safe_text(text).strip()
    if not text:
        raise ValidationError({"text": _("请写备注。")})
    if len(text) > LONGEST_NOTE:
        raise ValidationError({"text": _("最多%(most)d个字。") % {"most": LONGEST_NOTE}})
    note = ItemNote.objects.create(item=item, author=actor, text=text, written_at=now)
    record(actor=actor, verb="queue_item.noted", instance=item, body_id=item.body_id, now=now)
    return note
