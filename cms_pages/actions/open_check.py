"""Laying a submitted disclosure before the supervisors."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.models import TaskState

from cms_pages.models import DisclosureCheck, DisclosurePage
from events.record import record


@transaction.atomic
def open_check(*, actor: AbstractUser | None, task_state: TaskState, now: datetime) -> DisclosureCheck:
    """Open the check of what was submitted; the workflow's task calls it as it starts.

    Args:
        actor: who submitted.
        task_state: the task's state, with the revision to check.
        now: the present moment.
    """
    page: DisclosurePage = task_state.workflow_state.content_object.specific
    check = DisclosureCheck.objects.create(
        page=page,
        revision=task_state.revision,
        task_state=task_state,
        submitted_by_id=actor.pk if actor is not None else None,
        submitted_at=now,
    )
    record(
        actor=actor,
        verb="disclosure_check.submitted",
        instance=check,
        body_id=page.body_owner_id,
        now=now,
    )
    return check
