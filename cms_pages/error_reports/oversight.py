"""What those above a body see of errors that readers found there: numbers, and what is overdue."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.choices import ANSWERED_STATES, ErrorReportState
from cms_pages.models import ErrorReport
from cms_pages.workload import by_body
from communities import reports, workload
from communities.inspection import Check, Fault, checks
from communities.reports import Period, ReportColumn
from communities.workload import WorkCounter, WorkKind


def _waiting(_now: datetime) -> Mapping[int, int]:
    return by_body(ErrorReport.objects.open(), "body_id")


def _received(period: Period) -> Mapping[int, int]:
    rows = ErrorReport.objects.filter(reported_at__gte=period.start, reported_at__lt=period.end)
    return by_body(rows.exclude(state=ErrorReportState.SPAM), "body_id")


def _answered(period: Period) -> Mapping[int, int]:
    rows = ErrorReport.objects.filter(closed_at__gte=period.start, closed_at__lt=period.end)
    return by_body(rows.filter(state__in=sorted(ANSWERED_STATES)), "body_id")


def overdue(now: datetime, _days: int) -> Iterator[Fault]:
    """Yield the reports whose day is over. What was reported is the owner's to read, not the inspection's."""
    rows = ErrorReport.objects.overdue(timezone.localdate(now)).only(
        "area_id", "body_id", "page_title", "path", "reported_at", "due_on"
    )
    for row in rows:
        yield Fault(
            area_id=row.area_id,
            body_id=row.body_id,
            subject=str(row.pk),
            title=(_("“%(title)s”的纠错超期未答复") % {"title": row.page_title or row.path})[:200],
            url=reverse("error_reports:index"),
            since=row.reported_at,
        )


workload.registry.register("error-reports")(
    WorkCounter(title=gettext_lazy("待答复的纠错"), kind=WorkKind.ERROR, count=_waiting)
)
reports.registry.register("errors-received")(ReportColumn(title=gettext_lazy("收到纠错"), count=_received))
reports.registry.register("errors-answered")(ReportColumn(title=gettext_lazy("答复纠错"), count=_answered))
checks.register("errors-overdue")(Check(gettext_lazy("纠错超期未答复"), overdue))
