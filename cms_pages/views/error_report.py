"""“Find an error”: the form, and the answer by code or in one's own account. Nobody keeps these pages."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client_address import client_address
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages import navigation
from cms_pages.actions.report_error import report_error
from cms_pages.choices import ErrorKind
from cms_pages.error_reports.codes import digest_of
from cms_pages.error_reports.display import report_row
from cms_pages.error_reports.owners import PageInQuestion, page_in_question
from cms_pages.forms.error_reports import AnswerQueryForm, ErrorReportForm
from cms_pages.models import ErrorReport
from cms_pages.submissions.limits import Sender, TooMany
from events.once import once

TOO_MANY = 429
PAGE_SIZE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def error_report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with the page of `?page=`, and take it. Works for everybody, without a script.

    Raises:
        Http404: the site has no body yet that could answer.
    """
    sent = request.POST if request.method == "POST" else None
    now = timezone.now()
    address = (sent or request.GET).get("page", "")
    about = page_in_question(address, request, today=timezone.localdate(now))
    if about is None:
        raise Http404
    navigation.set_area(request, about.area)
    form = ErrorReportForm(
        sent,
        knows_page=bool(about.path),
        is_signed_in=request.user.is_authenticated,
        initial={"page": about.path},
    )
    status = 200
    if sent is not None:
        status = REFUSED
        if form.is_valid():
            try:
                return redirect(_take(request, form, about))
            except TooMany as refusal:
                form.add_error(None, refusal)
                status = TOO_MANY
            except ValidationError as refusal:
                form.add_error(None, refusal)
    context = {
        "form": form,
        "about": about,
        "answer_url": reverse("error-report-answer"),
    }
    return render(request, "cms_pages/error_report/index.html", context, status=status)


def _take(request: HttpRequest, form: ErrorReportForm, about: PageInQuestion) -> str:
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    typed = form.cleaned_data

    def act() -> str:
        reported = report_error(
            actor=user,
            about=about,
            kind=ErrorKind(typed["kind"]),
            place=typed["place"],
            text=typed["text"],
            contact=typed["contact"],
            with_account=typed.get("with_account", False),
            sender=Sender(person=user.pk if user else None, address=client_address(request)),
            now=now,
        )
        return f"{reverse('error-report-answer')}?{urlencode({'code': reported.code, 'sent': '1'})}"

    return once(token=form.token, purpose="cms_pages.report_error", now=now, act=act)


@never_cache
@require_safe
def error_report_answer(request: HttpRequest) -> HttpResponse:
    """Show the report of `?code=` with its answer; without one, ask for it."""
    asked = "code" in request.GET
    form = AnswerQueryForm(request.GET if asked else None)
    report = None
    if asked and form.is_valid():
        report = (
            ErrorReport.objects.filter(code_digest=digest_of(form.cleaned_data["code"]))
            .select_related("body")
            .prefetch_related("transfers__from_body", "transfers__to_body")
            .first()
        )
        if report is None:
            form.add_error("code", _("没有这个查询码，请对照提交时的记录再看一遍。"))
    response = render(
        request,
        "cms_pages/error_report/answer.html",
        {
            "form": form,
            "report": report and report_row(report, timezone.localdate()),
            "code": form.cleaned_data["code"] if report else "",
            "just_sent": report is not None and "sent" in request.GET,
        },
        status=REFUSED if form.errors else 200,
    )
    # The code is in the address: it goes to nobody else.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@private
@require_safe
def error_report_mine(request: SignedInRequest) -> HttpResponse:
    """Show what the person has reported with their account, the newest first, page by page."""
    rows = (
        ErrorReport.objects.own(request.user)
        .select_related("body")
        .prefetch_related("transfers__from_body", "transfers__to_body")
        .order_by("-pk")
    )
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE_SIZE + 1])
    today = timezone.localdate()
    return render(
        request,
        "cms_pages/error_report/mine.html",
        {
            "reports": [report_row(report, today) for report in found[:PAGE_SIZE]],
            "older_url": f"?after={found[PAGE_SIZE - 1].pk}" if len(found) > PAGE_SIZE else "",
            "newer_url": request.path if after else "",
        },
    )
