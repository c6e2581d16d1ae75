"""The officials' register of errors that readers have found: what waits, what is due, what was answered."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.answer_error_report import answer_error_report
from cms_pages.actions.dismiss_error_report import dismiss_error_report
from cms_pages.actions.hand_on_error_report import hand_on_error_report
from cms_pages.choices import ErrorReportState
from cms_pages.error_reports.clock import remaining_words
from cms_pages.error_reports.display import report_row
from cms_pages.error_reports.owners import receiving_bodies
from cms_pages.models import ErrorReport
from cms_pages.querysets.error_reports import ErrorReportQuerySet
from communities.calendar import next_working_day

PAGE_SIZE = 30
VIEWS = {
    "open": gettext_lazy("待处理"),
    "due": gettext_lazy("快到期"),
    "overdue": gettext_lazy("已超期"),
    "closed": gettext_lazy("已办结"),
}


def _rows(request: SignedInRequest, view: str) -> ErrorReportQuerySet:
    today = timezone.localdate()
    mine = ErrorReport.objects.handled_by(request.user).select_related("body", "area", "closed_by")
    if view == "closed":
        return mine.closed()
    if view == "due":
        return mine.due_by(next_working_day(today)).filter(due_on__gte=today)
    return mine.overdue(today) if view == "overdue" else mine.open()


def _after(rows: ErrorReportQuerySet, view: str, key: str) -> ErrorReportQuerySet:
    """Return what comes after the row with that key; all of them where it is no key."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return rows
    last = ErrorReport.objects.filter(pk=key).first()
    if last is None:
        return rows
    if view == "closed":
        if last.closed_at is None:
            return rows
        return rows.filter(Q(closed_at__lt=last.closed_at) | Q(closed_at=last.closed_at, pk__lt=last.pk))
    return rows.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk))


@require_safe
def report_index(request: SignedInRequest) -> HttpResponse:
    """Show the reports to the user's bodies: open ones by their day, or the due, overdue or closed ones."""
    view = request.GET.get("view", "")
    chosen = view if view in VIEWS else "open"
    today = timezone.localdate()
    found = list(_after(_rows(request, chosen), chosen, request.GET.get("after", ""))[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "cms_pages/error_report/admin/reports.html",
        {
            "rows": [
                {
                    "report": row,
                    "remaining": remaining_words(row.due_on, today),
                    "is_late": row.due_on < today,
                }
                for row in found[:PAGE_SIZE]
            ],
            "views": [
                {"value": key, "label": label, "current": key == chosen} for key, label in VIEWS.items()
            ],
            "chosen": chosen,
            "is_closed": chosen == "closed",
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "header_title": _("纠错"),
            "header_icon": "warning",
            "breadcrumbs_items": _breadcrumbs(("", _("纠错"))),
        },
    )


def _breadcrumbs(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


def _report_or_404(request: SignedInRequest, pk: int) -> ErrorReport:
    rows = ErrorReport.objects.handled_by(request.user).select_related("body__area", "reporter", "page")
    return get_object_or_404(rows.prefetch_related("transfers__from_body", "transfers__to_body"), pk=pk)


@require_safe
def report_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a report, and what can be done about it."""
    return _read(request, _report_or_404(request, pk))


def _read(
    request: SignedInRequest,
    report: ErrorReport,
    errors: list[str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    is_open = report.state == ErrorReportState.OPEN
    return TemplateResponse(
        request,
        "cms_pages/error_report/admin/report.html",
        {
            "report": report,
            "row": report_row(report, today),
            "is_open": is_open,
            "remaining": remaining_words(report.due_on, today) if is_open else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[report.page_id]) if report.page_id else "",
            "bodies": receiving_bodies(report.body, today=today) if is_open else [],
            "errors": errors or [],
            "typed": typed or {},
            "header_title": report.page_title or report.path,
            "header_icon": "warning",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("error_reports:index"), _("纠错")), ("", report.page_title or report.path)
            ),
        },
        status=422 if errors else 200,
    )


@require_POST
def report_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a report, hand it on or put it aside; what was typed stays where it is refused."""
    report = _report_or_404(request, pk)
    try:
        done = _decide(request, report)
    except ValidationError as refusal:
        return _read(request, report, errors=refusal.messages, typed=request.POST.dict())
    messages.success(request, done)
    return redirect("error_reports:index")


def _decide(request: SignedInRequest, report: ErrorReport) -> str:
    wanted, now = request.POST.get("decision", ""), timezone.now()
    if wanted in (ErrorReportState.FIXED, ErrorReportState.NO_ERROR):
        answer_error_report(
            actor=request.user,
            report=report,
            state=ErrorReportState(wanted),
            answer=request.POST.get(f"answer_{wanted}", ""),
            now=now,
        )
        return _("已答复。")
    if wanted == "hand_on":
        chosen = request.POST.get("to", "")
        offered = receiving_bodies(report.body, today=timezone.localdate(now))
        to = next((body for body in offered if str(body.pk) == chosen), None)
        if to is None:
            raise ValidationError(_("请选择转给哪个单位。"))
        hand_on_error_report(
            actor=request.user, report=report, to=to, reason=request.POST.get("reason", ""), now=now
        )
        return _("已转给%(body)s。") % {"body": to}
    if wanted == ErrorReportState.SPAM:
        dismiss_error_report(actor=request.user, report=report, now=now)
        return _("已作为垃圾信息归档，不再提醒。")
    raise ValidationError(_("请选择怎么处理。"))
