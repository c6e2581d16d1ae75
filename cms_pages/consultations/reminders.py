"""The daily look for consultations whose outcome is due."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.utils import timezone

from cms_pages.actions.remind_consultation import remind_consultation
from cms_pages.consultations.clock import REMINDED_BEFORE
from cms_pages.models import ConsultationPage
from communities.calendar import add_working_days, is_working_day
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=6)
BATCH: Final = 200


def remind_owners(now: datetime) -> None:
    """Remind the publishers of all consultations without an outcome, on working days, each for itself."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return
    due = ConsultationPage.objects.without_outcome_due_by(add_working_days(today, REMINDED_BEFORE))
    for key in due.values_list("pk", flat=True)[:BATCH]:
        try:
            remind_consultation(consultation_id=key, actor=None, now=now)
        except Exception:
            # Whatever is wrong with one, the others are due, too; the next run tries this one again.
            log.exception("consultation_reminder_failed", consultation_id=key)


registry.register("consultation_reminders")(Job(every=EVERY, run=remind_owners))
