from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import ANSWERED_STATES, ErrorReportState
from cms_pages.error_reports.permissions import check_handle
from cms_pages.models import ErrorReport
from cms_pages.models.error_report import LONGEST_ANSWER
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def answer_error_report(
    *, actor: User, report: ErrorReport, state: ErrorReportState, answer: str, now: datetime
) -> ErrorReport:
    """Say that the error is put right, or that there is none and why. Once; sent twice, the first answer
    stands.

    Args:
        actor: an official of the body that answers for the page.
        report: an open report.
        state: `FIXED` or `NO_ERROR`.
        answer: what the reporter reads; for a correction it may be empty, and says so then in one sentence.
        now: the present moment.

    Raises:
        PermissionDenied: it is another body's.
        ValidationError: it is closed, no such answer, no reason, or too long.
    """
    check_handle(actor, report)
    if state not in ANSWERED_STATES:
        raise ValidationError({"state": _("请选“已改正”或“核实无误”。")})
    answer = safe_text(answer).strip()
    if len(answer) > LONGEST_ANSWER:
        raise ValidationError({"answer": _("最多%(most)d个字。") % {"most": LONGEST_ANSWER}})
    if not answer and state == ErrorReportState.NO_ERROR:
        raise ValidationError({"answer": _("请写明为什么不用改，提出的人会看到。")})
    row = ErrorReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.state != ErrorReportState.OPEN:
        raise ValidationError(_("这条纠错已经处理过了。"))
    if row.body_id != report.body_id:
        raise ValidationError(_("这条纠错刚刚转给了别的单位。"))
    row.state, row.closed_at, row.closed_by = state, now, actor
    row.answer = answer or _("已经改正，谢谢您。")
    row.save(update_fields=["state", "answer", "closed_at", "closed_by"])
    record(
        actor=actor,
        verb="error_report.answered",
        instance=row,
        body_id=row.body_id,
        changes={"state": [ErrorReportState.OPEN.value, state.value]},
        now=now,
    )
    return row
