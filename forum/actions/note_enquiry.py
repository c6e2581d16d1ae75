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


@transaction.atomic
def note_enquiry(*, actor: User, enquiry: Enquiry, text: str, now: datetime) -> None:
    """Write a note that only the office reads.

    Raises:
        PermissionDenied: another body answers it.
        ValidationError: nothing is written.
    """
    check_handle(actor, enquiry)
    text = safe_text(text).strip()
    if not text:
        raise ValidationError({"text": _("请写备注。")})
    note_step(enquiry, Step.NOTED, actor=actor, body=enquiry.body, note=text, is_private=True, now=now)
    tell(actor=actor, verb="enquiry.noted", instance=enquiry, topic=enquiry.topic, now=now)
