"""What everybody, and whom a decision concerns, can see of moderation."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from communities import page_marks
from communities.choices import Level
from communities.models import Area
from moderation.actions.file_appeal import OPEN_FOR, file_appeal
from moderation.forms.appeals import AppealForm
from moderation.models import Appeal, Decision, LogEntry, Sanction
from moderation.subjects import lines

PAGE_SIZE: Final = 50


def key(text: str) -> int | None:
    """Return the primary key in `text`, or None where it can't be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@require_safe
def moderation_log(request: HttpRequest) -> HttpResponse:
    """Show what moderators did and why: of the whole district, or within one area (`?area=<slug>`)."""
    district = Area.objects.filter(level=Level.DISTRICT).first()
    if district is None:
        raise Http404
    area = district
    if slug := request.GET.get("area", ""):
        area = Area.objects.active().with_pages().filter(slug=slug).order_by("path").first() or district
    rows = LogEntry.objects.filter(body__area__path__startswith=area.path).select_related("body")
    before = key(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    page_marks.mark(request, area)
    suffix = f"&area={area.slug}" if area != district else ""
    return render(
        request,
        "moderation/log/index.html",
        {
            "rows": found[:PAGE_SIZE],
            "shown_area": area,
            "older_url": f"?before={found[PAGE_SIZE - 1].pk}{suffix}" if len(found) > PAGE_SIZE else "",
            "newer_url": f"?{suffix.lstrip('&')}" if before is not None else "",
            "breadcrumbs": [{"label": _("首页"), "url": "/"}, {"label": _("管理记录")}],
        },
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def moderation_appeal(request: SignedInRequest, against: str, pk: int) -> HttpResponse:
    """Show what was decided against oneself, and take an appeal."""
    target = _own_or_404(request, against, pk)
    appeal = Appeal.objects.filter(**{against: target.pk}).first()
    decided_at = target.decided_at if isinstance(target, Decision) else target.starts_at
    gone = target.undone_at if isinstance(target, Decision) else target.lifted_at
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and appeal is None and form.is_valid():
        try:
            file_appeal(
                actor=request.user, against=target, text=form.cleaned_data["text"], now=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("申诉已提交，由原处理人以外的人复核。"))
            return redirect(request.path)
    subject = lines([target.item])[0].subject if isinstance(target, Decision) else None
    return render(
        request,
        "moderation/appeal/index.html",
        {
            "target": target,
            "subject": subject,
            "decided_at": decided_at,
            "is_sanction": isinstance(target, Sanction),
            "gone": gone,
            "appeal": appeal,
            "form": form,
            "may_appeal": appeal is None and gone is None and timezone.now() <= decided_at + OPEN_FOR,
        },
        status=REFUSED if form.is_bound and appeal is None else 200,
    )


def _own_or_404(request: SignedInRequest, against: str, pk: int) -> Decision | Sanction:
    target: Decision | Sanction | None = None
    if against == "decision":
        rows = Decision.objects.filter(item__author=request.user, verdict="reject")
        target = rows.select_related("item__body__area").filter(pk=pk).first()
    elif against == "sanction":
        target = Sanction.objects.filter(user=request.user, pk=pk).select_related("body").first()
    if target is None:
        raise Http404
    return target
