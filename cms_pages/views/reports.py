"""单位情况统计: what each body published in a period and what is open now, on the screen and as a file."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from cms_pages.reports.report import Report, ReportForm, bodies_of, make_report, period_of
from communities.oversight import oversight_of
from media.tables.kinds import Kind
from media.tables.table import Column, Table
from media.tables.writing import CONTENT_TYPES, attachment, write

FILES: Final = ("csv", "xlsx")


@require_safe
def report_index(request: SignedInRequest) -> HttpResponse:
    """Show the report, or hand it out as CSV or as a workbook."""
    oversight = oversight_of(request.user)
    if not oversight:
        raise PermissionDenied
    now = timezone.now()
    form = ReportForm(request.GET, oversight=oversight, today=timezone.localdate(now))
    report = None
    if form.is_valid():
        data = form.cleaned_data
        bodies = list(bodies_of(oversight, area=data["area"], kind=data["kind"]))
        period = period_of(data["start"], data["end"])
        report = make_report(bodies, period, now, by_street=data["level"] == "street")
        wanted = request.GET.get("file", "")
        if wanted in FILES:
            name = f"{data['start']:%Y%m%d}-{data['end']:%Y%m%d}"
            return _file(report, wanted, name)
    query = request.GET.copy()
    query.pop("file", None)
    return TemplateResponse(
        request,
        "cms_pages/reports/index.html",
        {
            "form": form,
            "report": report,
            "query": query.urlencode(),
            "header_title": _("单位情况统计"),
            "header_icon": "table",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("单位情况统计")},
            ],
        },
    )


def _file(report: Report, kind: str, name: str) -> HttpResponse:
    table = Table(
        columns=(
            Column(str(_("所在街道"))),
            Column(str(_("单位"))),
            *(Column(title, Kind.NUMBER) for title in report.titles),
        ),
        rows=tuple((line.place, line.name, *map(str, line.numbers)) for line in report.lines),
    )
    response = HttpResponse(write(table, kind), content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = attachment(_("单位情况统计%(days)s") % {"days": name}, kind)
    return response
