from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from forum.choices import EnquiryState, Step
from forum.enquiries import check_move, due_day, note_step
from forum.models import Enquiry
from forum.publishing import tell
from forum.settling import locked_enquiry

# Afterwards a new enquiry is clearer for both sides.
MOST_TIMES = 3


@transaction.atomic
def reopen_enquiry(*, actor: User, enquiry: Enquiry, reason: str, now: datetime) -> Enquiry:
    """Say that the answer did not solve it; the clock starts anew.

    Raises:
        PermissionDenied: somebody else asked.
        ValidationError: there is no answer, no reason, or it was reopened three times.
    """
    row = locked_enquiry(enquiry)
    if row.topic.author_id != actor.pk:
        raise PermissionDenied(_("只有提问的人可以要求重新办理。"))
    check_move(row, EnquiryState.REOPENED)
    reason = safe_text(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("请写明哪里没有解决。")})
    if row.reopened_count >= MOST_TIMES:
        raise ValidationError(
            _("已经重新办理过%(most)d次，请另提一件，并写上原来的编号。") % {"most": MOST_TIMES}
        )
    row.state, row.answer, row.follow_up_on = EnquiryState.REOPENED, None, None
    row.reopened_count += 1
    row.due_on = due_day(row.category, timezone.localdate(now))
    row.save(update_fields=["state", "answer", "follow_up_on", "reopened_count", "due_on"])
    note_step(row, Step.REOPENED, actor=actor, body=None, note=reason, now=now)
    tell(actor=actor, verb="enquiry.reopened", instance=row, topic=row.topic, now=now)
    return row
