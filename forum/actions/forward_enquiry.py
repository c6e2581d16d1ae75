from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.calendar import add_working_days
from communities.models import Body
from design.formatting import safe_text
from forum.choices import EnquiryState, Step
from forum.enquiries import ANSWERING_KINDS, check_handle, check_move, note_step
from forum.models import Enquiry
from forum.publishing import tell
from forum.settling import locked_enquiry

# Whoever gets it has at least so many working days, however late it was forwarded.
LEAST_DAYS = 2


@transaction.atomic
def forward_enquiry(*, actor: User, enquiry: Enquiry, to: Body, reason: str, now: datetime) -> Enquiry:
    """Hand an enquiry on to the body that it concerns, with a reason that everybody who sees it reads.

    Raises:
        PermissionDenied: another body has it.
        ValidationError: no reason, the same body, or it is answered already.
    """
    row = locked_enquiry(enquiry)
    check_handle(actor, row)
    check_move(row, EnquiryState.RECEIVED)
    reason = safe_text(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("请写明转办的理由，提问人看得到。")})
    if to.pk == row.body_id or to.kind not in ANSWERING_KINDS:
        raise ValidationError({"to": _("请选另一个居委会、街道或部门。")})
    before = row.body
    row.body, row.assigned_to, row.state = to, None, EnquiryState.RECEIVED
    row.due_on = max(row.due_on, add_working_days(timezone.localdate(now), LEAST_DAYS))
    row.save(update_fields=["body", "assigned_to", "state", "due_on"])
    note = _("从“%(before)s”转到“%(after)s”：%(reason)s") % {"before": before, "after": to, "reason": reason}
    note_step(row, Step.FORWARDED, actor=actor, body=before, note=note, now=now)
    tell(actor=actor, verb="enquiry.forwarded", instance=row, topic=row.topic, now=now)
    return row
