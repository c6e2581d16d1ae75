"""What the timer does for disclosures: it looks for checks that nobody can make and objections without an
answer, and forgets what was masked long ago.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from django.utils import timezone

from cms_pages.actions.alert_unanswered_objection import alert_unanswered_objection
from cms_pages.actions.alert_unsupervised_check import alert_unsupervised_check
from cms_pages.actions.forget_masked import forget_masked
from cms_pages.models import DisclosureCheck, DisclosureObjection
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)
BATCH: Final = 200


def look_after(now: datetime) -> None:
    """Alert whom it concerns, each once and each for itself."""
    waiting = DisclosureCheck.objects.waiting().filter(alerted_at__isnull=True)
    for key in waiting.values_list("pk", flat=True)[:BATCH]:
        _isolated(partial(alert_unsupervised_check, actor=None, check_id=key, now=now), key)
    overdue = DisclosureObjection.objects.overdue(today=timezone.localdate(now)).of_active_areas()
    for key in overdue.filter(alerted_at__isnull=True).values_list("pk", flat=True)[:BATCH]:
        _isolated(partial(alert_unanswered_objection, actor=None, objection_id=key, now=now), key)
    forget_masked(actor=None, now=now)


def _isolated(work: Callable[[], object], key: int) -> None:
    try:
        work()
    except Exception:
        # Whatever is wrong with one, the others wait, too; the next run tries this one again.
        log.exception("disclosure_alert_failed", key=key)


registry.register("disclosure-alerts")(Job(every=EVERY, run=look_after))
