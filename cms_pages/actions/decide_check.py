"""A supervisor's decision."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from accounts.models import User
from cms_pages.choices import CheckState
from cms_pages.disclosures.outline import outline, places
from cms_pages.disclosures.permissions import check_can_check
from cms_pages.models import CheckRemark, DisclosureCheck
from cms_pages.models.disclosures.check import LONGEST_REMARK
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def decide_check(
    *, actor: User, check: DisclosureCheck, passes: bool, remarks: Mapping[str, str], now: datetime
) -> DisclosureCheck:
    """Let what was submitted pass, which publishes it, or return it with what is wrong at which place.

    Args:
        actor: a supervisor of the committee's area who did not write it.
        check: the check, still waiting.
        passes: whether it passes.
        remarks: when it is returned, what is wrong, by place (`outline.places`; "" is the whole).
        now: the present moment.

    Raises:
        PermissionDenied: they may not decide it, or it is decided.
        ValidationError: returned without a remark, passed with one, or a remark at no place of the page.
        PublicationRefused: it passes, but can no longer be published; nothing is changed.
    """
    kept = (
        DisclosureCheck.objects.select_for_update(of=("self",))
        .select_related("page__body_owner", "page__area", "revision", "task_state__task")
        .get(pk=check.pk)
    )
    check_can_check(actor, kept)
    if kept.revision is None or kept.task_state is None:
        raise ValidationError(_("内容已经变化，请重新打开这一页。"))
    written = {place: safe_text(text).strip() for place, text in remarks.items()}
    written = {place: text for place, text in written.items() if text}
    if passes == bool(written):
        raise ValidationError(_("通过的不要写问题，退回的要写明问题。"))
    if any(len(text) > LONGEST_REMARK for text in written.values()):
        raise ValidationError(_("每处最多写%d个字。") % LONGEST_REMARK)
    labels = places(outline(kept.revision.as_object().content))
    if not written.keys() <= labels.keys():
        raise ValidationError(_("内容已经变化，请重新打开这一页。"))
    kept.state = CheckState.PASSED if passes else CheckState.RETURNED
    kept.decided_by, kept.decided_by_name, kept.decided_at = actor, str(actor)[:150], now
    kept.save()
    CheckRemark.objects.bulk_create(
        [
            CheckRemark(check_row=kept, place=place, label=labels[place], text=text)
            for place, text in written.items()
        ]
    )
    record(
        actor=actor,
        verb="disclosure_check.passed" if passes else "disclosure_check.returned",
        instance=kept,
        body_id=kept.page.body_owner_id,
        changes={"state": [CheckState.WAITING, kept.state]},
        now=now,
    )
    with LogContext(user=actor):
        # The workflow has this one task: approving finishes it, and finishing publishes.
        kept.task_state.task.specific.on_action(
            kept.task_state.specific, user=actor, action_name="approve" if passes else "reject"
        )
    return kept
