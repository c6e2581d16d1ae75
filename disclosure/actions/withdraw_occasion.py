"""Taking back an occasion that was entered by mistake."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from disclosure.models import DisclosureDuty
from disclosure.permissions import can_withdraw_occasion
from events.record import record


@transaction.atomic
def withdraw_occasion(*, actor: User, duty: DisclosureDuty, now: datetime) -> None:
    """Delete an unmet duty that an occasion gave rise to. The event keeps what was entered and by whom it
    was taken back.

    Args:
        actor: officials of the committee.
        duty: the duty.
        now: the present moment.

    Raises:
        PermissionDenied: it is another committee's, has been met, or comes from a period.
    """
    kept = (
        DisclosureDuty.objects.select_for_update(of=("self",))
        .select_related("item", "body__area")
        .get(pk=duty.pk)
    )
    if not can_withdraw_occasion(actor, kept):
        raise PermissionDenied(_("只能撤回本单位登记、还没有公开的即时公开事项。"))
    record(
        actor=actor,
        verb="disclosure_duty.withdrawn",
        instance=kept,
        body_id=kept.body_id,
        area_paths=[kept.body.area.path],
        changes={"occasion": [kept.occasion, None], "due_on": [str(kept.due_on), None]},
        is_tombstone=True,
        now=now,
    )
    kept.delete()
