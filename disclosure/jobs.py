"""What the timer does for disclosures."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.utils import timezone

from communities.models import Area, Body
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.actions.remind_of_duties import remind_of_duties
from disclosure.actions.seed_standard_catalogue import seed_standard_catalogue
from disclosure.choices import ReminderStage
from disclosure.models import DisclosureDuty
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(hours=1)


def keep_duties(now: datetime) -> None:
    """Write down what committees owe next, and call to mind what is due; each committee for itself."""
    if not Area.objects.exists():
        return
    seed_standard_catalogue(actor=None, counted_from=timezone.localdate(now))
    lay_out_duties(actor=None, now=now)
    today = timezone.localdate(now)
    for stage in ReminderStage:
        waiting = DisclosureDuty.objects.to_remind(stage, today=today).order_by().values("body")
        for body in Body.objects.filter(pk__in=waiting).select_related("area").order_by("pk"):
            try:
                remind_of_duties(actor=None, body=body, stage=stage, now=now)
            except Exception:
                # Whatever is wrong with one committee, the others are due, too; the next run tries again.
                log.exception("disclosure_reminder_failed", body_id=body.pk, stage=stage)


registry.register("disclosure-duties")(Job(every=EVERY, run=keep_duties))
