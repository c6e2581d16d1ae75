"""联系单 between offices on the workbench: what was sent and came in, receipts, answers."""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from communities.calendar import add_working_days
from communities.models import Body
from forum.actions.send_referral import send_referral
from forum.actions.settle_referral import settle_referral
from forum.choices import ReferralState
from forum.enquiries import ANSWERING_KINDS, answering_bodies, can_handle
from forum.models import Enquiry, Referral
from forum.views.desk import PAGE_SIZE, body_in, desk_trail, key_in, only_answering
from moderation.views.workbench import attempt

USUAL_DAYS: Final = 5


@require_safe
def referral_index(request: SignedInRequest) -> HttpResponse:
    """Show the 联系单 that the user's bodies sent and got, the newest first."""
    only_answering(request)
    rows = Referral.objects.visible_to(request.user).select_related("from_body", "to_body")
    if before := key_in(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "forum/enquiry/admin/referrals.html",
        {
            "rows": found[:PAGE_SIZE],
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "today": timezone.localdate(),
            "header_title": _("联系单"),
            "header_icon": "mail",
            "breadcrumbs_items": desk_trail(("", _("联系单"))),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def referral_send(request: SignedInRequest) -> HttpResponse:
    """Send a 联系单, perhaps about an enquiry (`?enquiry=`)."""
    only_answering(request)
    now = timezone.now()
    key = key_in(request.POST.get("enquiry", "") or request.GET.get("enquiry", ""))
    enquiry = Enquiry.objects.handled_by(request.user).filter(pk=key).select_related("topic").first()
    mine = answering_bodies(request.user)
    said = ""
    if request.method == "POST":
        said = attempt(
            request,
            lambda: send_referral(
                actor=request.user,
                from_body=body_in(request.POST.get("from_body", "")),
                to_body=body_in(request.POST.get("to_body", "")),
                title=request.POST.get("title", ""),
                text=request.POST.get("text", ""),
                due_on=_day(request.POST.get("due_on", "")),
                enquiry=enquiry,
                now=now,
            ),
            _("联系单已发出，对方签收和回复时会通知您。"),
        )
        if not said:
            return redirect("referrals:index")
    bodies = Body.objects.current(today=timezone.localdate(now)).filter(kind__in=ANSWERING_KINDS)
    return TemplateResponse(
        request,
        "forum/enquiry/admin/referral_send.html",
        {
            "enquiry": enquiry,
            "mine": mine,
            "bodies": bodies.order_by("area__path", "name"),
            "typed": request.POST,
            "said": said,
            "due_on": request.POST.get("due_on")
            or add_working_days(timezone.localdate(now), USUAL_DAYS).isoformat(),
            "header_title": _("发联系单"),
            "header_icon": "mail",
            "breadcrumbs_items": desk_trail((reverse("referrals:index"), _("联系单")), ("", _("发联系单"))),
        },
        status=REFUSED if said else 200,
    )


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({"due_on": _("请填写回复期限。")})
    return min(day, timezone.localdate() + timedelta(days=365))


@require_http_methods(["GET", "HEAD", "POST"])
def referral_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a 联系单; sign for it, answer it, close it."""
    rows = Referral.objects.visible_to(request.user).select_related(
        "from_body", "to_body", "enquiry__topic", "enquiry__body", "sent_by", "received_by", "answered_by"
    )
    referral = get_object_or_404(rows, pk=pk)
    said = ""
    if request.method == "POST":
        state = request.POST.get("state", "")
        wanted = ReferralState(state) if state in ReferralState.values else ReferralState.SENT
        said = attempt(
            request,
            lambda: settle_referral(
                actor=request.user,
                referral=referral,
                state=wanted,
                answer=request.POST.get("answer", ""),
                now=timezone.now(),
            ),
            _("已办理。"),
        )
        if not said:
            return redirect("referrals:read", pk=pk)
    mine = {body.pk for body in answering_bodies(request.user)}
    return TemplateResponse(
        request,
        "forum/enquiry/admin/referral.html",
        {
            "referral": referral,
            "said": said,
            "typed": request.POST,
            "is_handled": referral.enquiry is not None and can_handle(request.user, referral.enquiry),
            "may_receive": referral.to_body_id in mine and referral.state == ReferralState.SENT,
            "may_answer": referral.to_body_id in mine
            and referral.state in (ReferralState.SENT, ReferralState.RECEIVED),
            "may_close": referral.from_body_id in mine and referral.state == ReferralState.ANSWERED,
            "today": timezone.localdate(),
            "header_title": referral.number,
            "header_icon": "mail",
            "breadcrumbs_items": desk_trail((reverse("referrals:index"), _("联系单")), ("", referral.number)),
        },
        status=REFUSED if said else 200,
    )
