from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import EnquiryState, Step
from forum.enquiries import check_move, note_step
from forum.models import Enquiry
from forum.models.enquiries import MOST_STARS
from forum.publishing import tell
from forum.settling import locked_enquiry


@transaction.atomic
def confirm_enquiry(
    *, actor: User, enquiry: Enquiry, is_solved: bool, stars: int | None, now: datetime
) -> Enquiry:
    """Say that one is done with it: whether it was solved, and how satisfied one is.

    Raises:
        PermissionDenied: somebody else asked.
        ValidationError: there is no answer yet, or no such number of stars.
    """
    row = locked_enquiry(enquiry)
    if row.topic.author_id != actor.pk:
        raise PermissionDenied(_("只有提问的人可以确认。"))
    check_move(row, EnquiryState.CONFIRMED)
    if stars is not None and not 1 <= stars <= MOST_STARS:
        raise ValidationError({"stars": _("请选1到5星。")})
    row.state, row.closed_at, row.is_solved, row.stars = EnquiryState.CONFIRMED, now, is_solved, stars
    row.save(update_fields=["state", "closed_at", "is_solved", "stars"])
    note_step(row, Step.CONFIRMED, actor=actor, body=None, now=now)
    tell(actor=actor, verb="enquiry.confirmed", instance=row, topic=row.topic, now=now)
    return row
