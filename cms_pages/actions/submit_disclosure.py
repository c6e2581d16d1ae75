"""Sending a draft to the supervisors."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import CheckState
from cms_pages.models import DisclosureCheck, DisclosurePage
from cms_pages.publication.errors import check_publication
from disclosure.permissions import check_disclose_for


@transaction.atomic
def submit_disclosure(*, actor: User, page: DisclosurePage, now: datetime) -> DisclosureCheck:
    """Send the newest draft of `page` to the supervisors of its area; the workbench's button does the same.

    Args:
        actor: officials of the committee.
        page: the disclosure.
        now: the present moment.

    Raises:
        PermissionDenied: it is another committee's.
        ValidationError: it is being checked already.
        PublicationRefused: an element is missing.
    """
    check_disclose_for(actor, page.body_owner)
    if page.checks.waiting().exists():
        raise ValidationError(_("这份内容正在审核。"))
    check_publication(page.get_latest_revision_as_object())
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=actor)
    else:
        page.get_workflow().start(page, actor)
    check: DisclosureCheck = DisclosureCheck.objects.get(page=page, state=CheckState.WAITING)
    if check.submitted_by_id != actor.pk:
        raise PermissionDenied
    return check
