"""Taking back what was submitted."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from cms_pages.choices import CheckState
from cms_pages.models import DisclosureCheck
from events.record import record


@transaction.atomic
def withdraw_check(*, actor: AbstractUser | None, task_state_id: int, now: datetime) -> None:
    """Close the check of a task that Wagtail has cancelled; the page can be edited again.

    Args:
        actor: who cancelled.
        task_state_id: key of the task's state.
        now: the present moment.
    """
    check = (
        DisclosureCheck.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("page")
        .filter(task_state=task_state_id)
        .first()
    )
    if check is None:
        return
    check.state = CheckState.WITHDRAWN
    check.save(update_fields=["state"])
    record(
        actor=actor,
        verb="disclosure_check.withdrawn",
        instance=check,
        body_id=check.page.body_owner_id,
        now=now,
    )
