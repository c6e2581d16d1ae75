"""When a guide is to be read through again."""

import calendar
from datetime import date, datetime

import structlog
from django.utils import timezone

log = structlog.get_logger(__name__)

# So many owners are reminded in one run of the timer.
BATCH = 200


def due_after(day: date, months: int) -> date:
    """Return the day `months` months after `day`: the same day of the month, or the month's last."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def remind_owners(now: datetime) -> None:
    """Remind the owner of every guide whose review is due within two weeks, or overdue; the timer calls
    it.
    """
    from cms_pages.actions.remind_guide_owner import remind_guide_owner
    from cms_pages.models import GuideCare, GuidePage

    today = timezone.localdate(now)
    due = GuidePage.objects.due_soon(today).exclude(care__reminded=GuideCare.Reminded.OVERDUE)
    waiting = due.exclude(care__reminded=GuideCare.Reminded.SOON, care__due_on__gte=today)
    for key in waiting.values_list("pk", flat=True)[:BATCH]:
        try:
            remind_guide_owner(guide_id=key, actor=None, now=now)
        except Exception:
            log.exception("guide_reminder_failed", guide_id=key)
