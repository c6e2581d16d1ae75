from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms_pages.choices import ErrorReportState
from cms_pages.error_reports.owners import running_body
from cms_pages.models import ErrorReport
from cms_pages.services.people import officials_for
from communities.calendar import next_working_day
from communities.models import Area
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def remind_error_report(*, report_id: int, actor: None, now: datetime) -> bool:
    """Remind of a report that is due by the next working day; where it is overdue, also the body above.
    Return whether it was done: once a day at most.

    Args:
        report_id: key of the report.
        actor: nobody; the timer calls.
        now: the present moment.
    """
    today = timezone.localdate(now)
    row = (
        ErrorReport.objects.select_for_update(of=("self",))
        .filter(pk=report_id, state=ErrorReportState.OPEN, due_on__lte=next_working_day(today))
        .exclude(reminded_on__gte=today)
        .select_related("body__area__parent")
        .first()
    )
    if row is None:
        return False
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    is_late = row.due_on < today
    verb = "error_report.overdue" if is_late else "error_report.due"
    event = record(
        actor=None,
        verb=verb,
        instance=row,
        body_id=row.body_id,
        changes={"due_on": [None, row.due_on.isoformat()]},
        now=now,
    )
    notify(
        actor=None,
        recipients=officials_for(row.body_id, now=now),
        kind=verb,
        instance=row,
        event=event,
        now=now,
    )
    above = _above(row.body.area) if is_late else None
    body = running_body(above, today=today) if above is not None else None
    if body is not None and body.pk != row.body_id:
        # Those above read the body's name and how late it is, not what was reported.
        notify(
            actor=None,
            recipients=officials_for(body.pk, now=now),
            kind="error_report.overdue_below",
            instance=row,
            event=event,
            now=now,
        )
    return True


def _above(area: Area) -> Area | None:
    return area.parent if area.parent is not None else area
