"""The block “我的纠错” of `/me/`, for whoever has reported something with their account."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts import sections
from accounts.requests import SignedInRequest
from cms_pages.error_reports.display import report_row
from cms_pages.models import ErrorReport

MOST = 3


def own_reports(request: SignedInRequest) -> dict[str, Any] | None:
    """Return the newest reports of the person; None where there are none."""
    rows = ErrorReport.objects.own(request.user).select_related("body")
    found = list(rows.prefetch_related("transfers__from_body", "transfers__to_body").order_by("-pk")[:MOST])
    if not found:
        return None
    today = timezone.localdate()
    return {"reports": [report_row(row, today) for row in found], "mine_url": reverse("error-report-mine")}


sections.registry.register("error-reports")(
    sections.Section(template="cms_pages/error_report/section.html", context=own_reports, position=60)
)
