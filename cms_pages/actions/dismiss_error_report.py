from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import ErrorReportState
from cms_pages.error_reports.permissions import check_handle
from cms_pages.models import ErrorReport
from events.record import record


@transaction.atomic
def dismiss_error_report(*, actor: User, report: ErrorReport, now: datetime) -> ErrorReport:
    """Put a report aside as spam: it gets no answer and counts nowhere. It stays in the register.

    Args:
        actor: an official of the body that answers for the page.
        report: an open report.
        now: the present moment.

    Raises:
        PermissionDenied: it is another body's.
        ValidationError: it is closed.
    """
    check_handle(actor, report)
    row = ErrorReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.state != ErrorReportState.OPEN:
        raise ValidationError(_("这条纠错已经处理过了。"))
    row.state, row.closed_at, row.closed_by = ErrorReportState.SPAM, now, actor
    row.save(update_fields=["state", "closed_at", "closed_by"])
    record(
        actor=actor,
        verb="error_report.dismissed",
        instance=row,
        body_id=row.body_id,
        changes={"state": [ErrorReportState.OPEN.value, ErrorReportState.SPAM.value]},
        now=now,
    )
    return row
