"""The daily look for services that somebody should assure again."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import Q

from cms_pages.actions.remind_service_owner import remind_service_owner
from cms_pages.models import ServicePage
from cms_pages.services.staleness import HOLDS_FOR, REMINDED_AGAIN, REMINDED_BEFORE
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=6)
# So many owners are reminded in one run, so that no run holds the timer for minutes.
BATCH: Final = 200


def remind_owners(now: datetime) -> None:
    """Remind the owners of all services that are due, each for itself."""
    due = ServicePage.objects.not_assured_since(now - HOLDS_FOR + REMINDED_BEFORE).filter(
        Q(care__reminded_at__isnull=True) | Q(care__reminded_at__lte=now - REMINDED_AGAIN)
    )
    for key in due.values_list("pk", flat=True)[:BATCH]:
        try:
            remind_service_owner(service_id=key, actor=None, now=now)
        except Exception:
            # Whatever is wrong with one, the others are due, too; the next run tries this one again.
            log.exception("service_reminder_failed", service_id=key)


registry.register("service_reminders")(Job(every=EVERY, run=remind_owners))
