from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from forum.choices import Step
from forum.enquiries import check_handle, note_step
from forum.models import Enquiry
from forum.publishing import tell
from forum.settling import locked_enquiry


@transaction.atomic
def note_enquiry(*, actor: User, enquiry: Enquiry, text: str, now: datetime) -> None:
    """Write a note that only the office reads.

    Raises:
        PermissionDenied: another body answers it.
        ValidationError: nothing is written.
    """
    row = locked_enquiry(enquiry)
    check_handle(actor, row)
    text = safe_text(text).strip()
    if not text:
        raise ValidationError({"text": _("请写备注。")})
    note_step(row, Step.NOTED, actor=actor, body=row.body, note=text, is_private=True, now=now)
    tell(actor=actor, verb="enquiry.noted", instance=row, topic=row.topic, now=now)
