from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.error_reports.clock import due_after_transfer
from cms_pages.error_reports.owners import running_body
from cms_pages.models import ErrorReport, ErrorReportTransfer
from communities.models import Area
from events.record import record


@transaction.atomic
def hand_over_error_reports(*, actor: None, area: Area, successor: Area | None, now: datetime) -> int:
    """Give the open reports of an area that is no more to the body that takes over; return how many.

    Args:
        actor: nobody; the event of the area tells who abolished it.
        area: what was abolished.
        successor: the area that takes over; without one, what is above it.
        now: the present moment.
    """
    today = timezone.localdate(now)
    heir = successor or area.parent
    to = running_body(heir, today=today) if heir is not None else None
    if to is None:
        return 0
    rows = list(ErrorReport.objects.open().filter(body__area=area).exclude(body=to).select_related("body"))
    for row in rows:
        ErrorReportTransfer.objects.create(
            report=row,
            from_body=row.body,
            to_body=to,
            reason=_("%(area)s已撤销，由%(body)s接手。") % {"area": area, "body": to},
            at=now,
        )
        before, row.body, row.reminded_on = row.body_id, to, None
        row.due_on = due_after_transfer(row.due_on, today)
        row.save(update_fields=["body", "due_on", "reminded_on"])
        record(
            actor=None,
            verb="error_report.handed_on",
            instance=row,
            body_id=to.pk,
            changes={"body": [before, to.pk]},
            now=now,
        )
    return len(rows)
