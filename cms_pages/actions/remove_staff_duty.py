from datetime import datetime

from django.db import transaction

from accounts.models import User
from cms_pages.models import StaffDuty
from cms_pages.staff.permissions import check_edit_body
from events.record import record


@transaction.atomic
def remove_staff_duty(*, actor: User, duty: StaffDuty, now: datetime) -> None:
    """Delete a duty that nobody has any more; the person's card stays theirs.

    Args:
        actor: an official of the body, or of the district.
        duty: what there is no more.
        now: the present moment.

    Raises:
        PermissionDenied: another body's.
    """
    check_edit_body(actor, duty.body)
    record(
        actor=actor,
        verb="staff_duty.removed",
        instance=duty,
        body_id=duty.body_id,
        area_paths=[duty.body.area.path],
        changes={"title": [duty.title, None]},
        is_tombstone=True,
        now=now,
    )
    duty.delete()
