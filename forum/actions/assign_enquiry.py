from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.permissions import has_right
from communities.roles import Right
from forum.choices import EnquiryState, Step
from forum.enquiries import check_handle, check_move, note_step
from forum.models import Enquiry
from forum.publishing import tell
from forum.settling import locked_enquiry


@transaction.atomic
def assign_enquiry(*, actor: User, enquiry: Enquiry, to: User, now: datetime) -> Enquiry:
    """Give an enquiry to somebody of the body, who sees it under “mine”.

    Raises:
        PermissionDenied: another body answers it.
        ValidationError: that person does not work there, or it is answered already.
    """
    row = locked_enquiry(enquiry)
    check_handle(actor, row)
    check_move(row, EnquiryState.ASSIGNED)
    if not has_right(to, Right.ANSWER_ENQUIRIES, row.body):
        raise ValidationError({"to": _("请选本单位的工作人员。")})
    row.assigned_to = to
    if row.state in (EnquiryState.RECEIVED, EnquiryState.REOPENED):
        row.state = EnquiryState.ASSIGNED
    row.save(update_fields=["assigned_to", "state"])
    note_step(row, Step.ASSIGNED, actor=actor, body=row.body, now=now)
    tell(actor=actor, verb="enquiry.assigned", instance=row, topic=row.topic, now=now)
    return row
