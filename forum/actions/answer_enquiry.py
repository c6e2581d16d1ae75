from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.attaching import MOST
from forum.choices import EnquiryState, Step
from forum.enquiries import check_handle, check_move, note_step
from forum.models import Enquiry
from forum.models.topics import LONGEST_TEXT
from forum.publishing import tell
from forum.settling import locked_enquiry, publish_answer
from media.actions.claim_attachments import claim_attachments


@transaction.atomic
def answer_enquiry(
    *, actor: User, enquiry: Enquiry, text: str, now: datetime, attachments: Sequence[UUID] = ()
) -> Enquiry:
    """Answer in the name of the body; where the category wants a second person, it goes to them to sign.

    Args:
        actor: an official of the body.
        enquiry: one that waits for an answer.
        text: Markdown.
        now: the present moment.
        attachments: keys of pictures and files that the actor has uploaded, or that an answer which was
            given back has already.

    Raises:
        PermissionDenied: another body answers it.
        ValidationError: nothing is written, or it is answered already.
    """
    row = locked_enquiry(enquiry)
    check_handle(actor, row)
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise ValidationError({"text": _("请写答复，最多%(most)d个字。") % {"most": LONGEST_TEXT}})
    claim_attachments(actor=actor, owner=row, keys=attachments, most=MOST, now=now)
    if not row.category.needs_signature:
        check_move(row, EnquiryState.ANSWERED)
        publish_answer(row, actor=actor, body=row.body, text=text, now=now)
        return row
    check_move(row, EnquiryState.SIGNING)
    row.answer_draft, row.drafted_by, row.state = text, actor, EnquiryState.SIGNING
    row.save(update_fields=["answer_draft", "drafted_by", "state"])
    note_step(row, Step.DRAFTED, actor=actor, body=row.body, is_private=True, now=now)
    tell(actor=actor, verb="enquiry.drafted", instance=row, topic=row.topic, now=now)
    return row
