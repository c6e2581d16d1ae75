from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import ErrorReportState
from cms_pages.error_reports.clock import due_after_transfer
from cms_pages.error_reports.owners import receiving_bodies
from cms_pages.error_reports.permissions import check_handle
from cms_pages.models import ErrorReport, ErrorReportTransfer
from cms_pages.models.error_report import LONGEST_REASON
from communities.models import Body
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def hand_on_error_report(
    *, actor: User, report: ErrorReport, to: Body, reason: str, now: datetime
) -> ErrorReport:
    """Give an open report to another body, which answers it from now on. The reporter's day stays, or becomes
    the next working day where that is later.

    Args:
        actor: an official of the body that has it.
        report: an open report.
        to: a body above, directly below, or a department.
        reason: why; the other body and the reporter read it.
        now: the present moment.

    Raises:
        PermissionDenied: it is another body's.
        ValidationError: it is closed, goes nowhere, or a reason is missing.
    """
    check_handle(actor, report)
    today = timezone.localdate(now)
    reason = safe_text(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("请写明为什么转办。")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("最多%(most)d个字。") % {"most": LONGEST_REASON}})
    row = ErrorReport.objects.select_for_update(of=("self",)).select_related("body__area").get(pk=report.pk)
    if row.state != ErrorReportState.OPEN or row.body_id != report.body_id:
        raise ValidationError(_("这条纠错已经处理过，或者转给了别的单位。"))
    if to.pk not in {body.pk for body in receiving_bodies(row.body, today=today)}:
        raise ValidationError({"to": _("不能转给这个单位。")})
    ErrorReportTransfer.objects.create(
        report=row, from_body=row.body, to_body=to, reason=reason, at=now, by=actor
    )
    before, row.body = row.body, to
    row.due_on = due_after_transfer(row.due_on, today)
    row.reminded_on = None
    row.save(update_fields=["body", "due_on", "reminded_on"])
    record(
        actor=actor,
        verb="error_report.handed_on",
        instance=row,
        body_id=to.pk,
        changes={"body": [before.pk, to.pk], "due_on": [report.due_on.isoformat(), row.due_on.isoformat()]},
        now=now,
    )
    return row
