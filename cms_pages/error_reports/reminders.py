"""What the timer does for reports of errors: remind, and forget what is no longer needed."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import Q
from django.utils import timezone

from cms_pages.actions.forget_error_report_contacts import forget_error_report_contacts
from cms_pages.actions.forget_submission_counts import forget_submission_counts
from cms_pages.actions.remind_error_report import remind_error_report
from cms_pages.models import ErrorReport
from communities.calendar import is_working_day, next_working_day
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=3)
BATCH: Final = 200


def remind_owners(now: datetime) -> None:
    """Remind the owners of all reports that are due or overdue, on working days, each for itself."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return
    due = ErrorReport.objects.due_by(next_working_day(today)).filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lt=today)
    )
    for key in due.values_list("pk", flat=True)[:BATCH]:
        try:
            remind_error_report(report_id=key, actor=None, now=now)
        except Exception:
            # Whatever is wrong with one, the others are due, too; the next run tries this one again.
            log.exception("error_report_reminder_failed", report_id=key)


def forget(now: datetime) -> None:
    """Delete contact details and counts that have served their purpose."""
    forget_error_report_contacts(actor=None, now=now)
    forget_submission_counts(actor=None, now=now)


registry.register("error_report_reminders")(Job(every=EVERY, run=remind_owners))
registry.register("submission_traces")(Job(every=EVERY, run=forget))
