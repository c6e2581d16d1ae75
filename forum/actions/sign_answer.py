from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from forum.choices import EnquiryState, Step
from forum.enquiries import check_handle, note_step
from forum.models import Enquiry
from forum.publishing import tell
from forum.settling import locked_enquiry, publish_answer


@transaction.atomic
def sign_answer(*, actor: User, enquiry: Enquiry, approve: bool, note: str, now: datetime) -> Enquiry:
    """Publish an answer that a colleague drafted, or give it back with a note.

    Raises:
        PermissionDenied: it is another body's, or their own draft.
        ValidationError: nothing waits for a signature, or the note is missing.
    """
    row = locked_enquiry(enquiry)
    check_handle(actor, row)
    if row.state != EnquiryState.SIGNING:
        raise ValidationError(_("现在没有待签发的答复。"))
    if row.drafted_by_id == actor.pk:
        raise PermissionDenied(_("自己拟的稿要由另一位同事签发。"))
    note = safe_text(note).strip()
    if approve:
        publish_answer(row, actor=actor, body=row.body, text=row.answer_draft, now=now)
        return row
    if not note:
        raise ValidationError({"note": _("请写明退回的理由。")})
    row.state = EnquiryState.ASSIGNED
    row.save(update_fields=["state"])
    note_step(row, Step.RETURNED, actor=actor, body=row.body, note=note, is_private=True, now=now)
    tell(actor=actor, verb="enquiry.returned", instance=row, topic=row.topic, now=now)
    return row
