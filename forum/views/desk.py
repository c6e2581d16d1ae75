"""The officials' part of the enquiry desk: what is mine, due and late; answers, signatures, referrals."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import SignedInRequest
from communities.calendar import add_working_days
from communities.models import Body
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.merge_enquiry import merge_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.send_referral import send_referral
from forum.actions.settle_referral import settle_referral
from forum.actions.sign_answer import sign_answer
from forum.attaching import shown_of
from forum.choices import EnquiryState, ReferralState
from forum.enquiries import ANSWERING_KINDS, answering_bodies, can_handle
from forum.enquiry_telling import SOON, officials_of
from forum.forms.enquiries import AnswerForm
from forum.models import AnswerTemplate, Enquiry, Post, Referral
from media.models import Attachment

PAGE_SIZE: Final = 50
VIEWS: Final = {
    "open": gettext_lazy("待答复"),
    "mine": gettext_lazy("我经办的"),
    "soon": gettext_lazy("快到期"),
    "late": gettext_lazy("已超期"),
    "signing": gettext_lazy("待签发"),
    "answered": gettext_lazy("已答复"),
}
USUAL_DAYS: Final = 5


def _breadcrumbs(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


def _only_answering(request: SignedInRequest) -> None:
    if not can_handle(request.user):
        raise PermissionDenied


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _try(request: SignedInRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return False
    except PermissionDenied as refusal:
        messages.error(request, str(refusal) or _("您不能这样处理。"))
        return False
    messages.success(request, done)
    return True


@require_safe
def enquiry_index(request: SignedInRequest) -> HttpResponse:
    """Show the enquiries of the user's bodies: what waits, what is mine, due, late, to be signed."""
    _only_answering(request)
    chosen = request.GET.get("view", "")
    chosen = chosen if chosen in VIEWS else "open"
    today = timezone.localdate()
    rows = Enquiry.objects.handled_by(request.user)
    narrowed = {
        "open": rows.open(),
        "mine": rows.open().filter(assigned_to=request.user),
        "soon": rows.open().filter(due_on__gte=today, due_on__lte=add_working_days(today, SOON)),
        "late": rows.overdue(today=today),
        "signing": rows.filter(state=EnquiryState.SIGNING),
        "answered": rows.filter(state__in=(EnquiryState.ANSWERED, EnquiryState.CONFIRMED)),
    }[chosen]
    found = narrowed.select_related("topic", "body", "category", "assigned_to")
    return TemplateResponse(
        request,
        "forum/enquiry/admin/index.html",
        {
            "rows": found.order_by("due_on", "pk")[:PAGE_SIZE],
            "views": [
                {"value": value, "label": label, "current": value == chosen} for value, label in VIEWS.items()
            ],
            "today": today,
            "header_title": _("咨询投诉"),
            "header_icon": "help",
            "breadcrumbs_items": _breadcrumbs(("", _("咨询投诉"))),
        },
    )


def _enquiry_or_404(request: SignedInRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.handled_by(request.user).select_related(
        "topic__author", "topic__board__area", "body__area", "category", "assigned_to", "drafted_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an enquiry with all that happened, and do what the pressed button says."""
    enquiry = _enquiry_or_404(request, pk)
    answers = request.method == "POST" and request.POST.get("deed") == "answer"
    form = AnswerForm(
        request.POST if answers else None,
        request.FILES if answers else None,
        writer=request.user,
        owner=enquiry,
        initial={"text": _template_text(request, enquiry) or enquiry.answer_draft},
    )
    if request.method == "POST" and _act(request, enquiry, form):
        still_mine = can_handle(request.user, Enquiry.objects.select_related("body").get(pk=pk))
        return redirect("enquiries:read", pk=pk) if still_mine else redirect("enquiries:index")
    bodies = Body.objects.current(today=timezone.localdate()).filter(kind__in=ANSWERING_KINDS)
    rows = Post.objects.filter(topic=enquiry.topic).select_related("author", "answered_for")
    posts = list(rows.order_by("number")[:100])
    files = shown_of(posts)
    return TemplateResponse(
        request,
        "forum/enquiry/admin/read.html",
        {
            "enquiry": enquiry,
            "posts": [(post, files.get(post.pk, ())) for post in posts],
            "steps": enquiry.steps.select_related("actor", "body"),
            "colleagues": User.objects.filter(pk__in=officials_of(enquiry.body_id)).order_by("pk"),
            "bodies": bodies.exclude(pk=enquiry.body_id).order_by("area__path", "name"),
            "templates": AnswerTemplate.objects.filter(body=enquiry.body),
            "referrals": enquiry.referrals.select_related("from_body", "to_body"),
            "form": form,
            "draft_files": Attachment.objects.of(enquiry),
            "is_open": EnquiryState(enquiry.state) in _ANSWERABLE,
            "may_sign": enquiry.state == EnquiryState.SIGNING and enquiry.drafted_by_id != request.user.pk,
            "today": timezone.localdate(),
            "header_title": enquiry.number,
            "header_icon": "help",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("enquiries:index"), _("咨询投诉")), ("", enquiry.number)
            ),
        },
    )


_ANSWERABLE: Final = (EnquiryState.RECEIVED, EnquiryState.ASSIGNED, EnquiryState.REOPENED)


def _template_text(request: SignedInRequest, enquiry: Enquiry) -> str:
    key = _key(request.GET.get("template", ""))
    found = AnswerTemplate.objects.filter(body=enquiry.body, pk=key).first() if key else None
    return found.text if found is not None else ""


def _answer(form: AnswerForm, **given: Any) -> None:
    # A file that was refused stops the answer: it would go out without what it speaks of.
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    answer_enquiry(text=form.cleaned_data["text"], attachments=form.attachment_keys, **given)


def _act(request: SignedInRequest, enquiry: Enquiry, form: AnswerForm) -> bool:
    now, post = timezone.now(), request.POST
    given: dict[str, Any] = {"actor": request.user, "enquiry": enquiry, "now": now}
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "answer": (
            lambda: _answer(form, **given),
            _("已送签，由另一位同事签发。")
            if enquiry.category.needs_signature
            else _("已答复，提问人会收到通知。"),
        ),
        "sign": (lambda: sign_answer(approve=True, note="", **given), _("已签发，答复已公布。")),
        "return": (
            lambda: sign_answer(approve=False, note=post.get("note", ""), **given),
            _("已退回拟稿人。"),
        ),
        "assign": (lambda: assign_enquiry(to=_person(post.get("to", "")), **given), _("已交办。")),
        "forward": (
            lambda: forward_enquiry(to=_body(post.get("body", "")), reason=post.get("reason", ""), **given),
            _("已转办。"),
        ),
        "merge": (lambda: merge_enquiry(into=_other(post.get("into", "")), **given), _("已并案。")),
        "note": (lambda: note_enquiry(text=post.get("note", ""), **given), _("备注已保存。")),
    }
    chosen = acts.get(post.get("deed", ""))
    if chosen is None:
        messages.error(request, _("请选一种处理。"))
        return False
    return _try(request, chosen[0], chosen[1])


def _person(text: str) -> User:
    found = User.objects.filter(pk=_key(text), is_active=True).first()
    if found is None:
        raise ValidationError(_("请选经办人。"))
    return found


def _body(text: str) -> Body:
    found = Body.objects.current(today=timezone.localdate()).filter(pk=_key(text)).first()
    if found is None:
        raise ValidationError(_("请选单位。"))
    return found


def _other(text: str) -> Enquiry:
    year, _dash, serial = text.strip().partition("-")
    found = Enquiry.objects.filter(year=_key(year), serial=_key(serial)).first()
    if found is None:
        raise ValidationError(_("请填要并入的编号，如 2026-000123。"))
    return found


@require_safe
def referral_index(request: SignedInRequest) -> HttpResponse:
    """Show the 联系单 that the user's bodies sent and got, the newest first."""
    _only_answering(request)
    rows = Referral.objects.visible_to(request.user).select_related("from_body", "to_body")
    return TemplateResponse(
        request,
        "forum/enquiry/admin/referrals.html",
        {
            "rows": rows.order_by("-pk")[:PAGE_SIZE],
            "mine": {body.pk for body in answering_bodies(request.user)},
            "today": timezone.localdate(),
            "header_title": _("联系单"),
            "header_icon": "mail",
            "breadcrumbs_items": _breadcrumbs(("", _("联系单"))),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def referral_send(request: SignedInRequest) -> HttpResponse:
    """Send a 联系单, perhaps about an enquiry (`?enquiry=`)."""
    _only_answering(request)
    now = timezone.now()
    key = _key(request.POST.get("enquiry", "") or request.GET.get("enquiry", ""))
    enquiry = Enquiry.objects.handled_by(request.user).filter(pk=key).select_related("topic").first()
    mine = answering_bodies(request.user)
    if request.method == "POST" and _try(
        request,
        lambda: send_referral(
            actor=request.user,
            from_body=_body(request.POST.get("from_body", "")),
            to_body=_body(request.POST.get("to_body", "")),
            title=request.POST.get("title", ""),
            text=request.POST.get("text", ""),
            due_on=_day(request.POST.get("due_on", "")),
            enquiry=enquiry,
            now=now,
        ),
        _("联系单已发出，对方签收和回复时会通知您。"),
    ):
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
            "due_on": request.POST.get("due_on")
            or add_working_days(timezone.localdate(now), USUAL_DAYS).isoformat(),
            "header_title": _("发联系单"),
            "header_icon": "mail",
            "breadcrumbs_items": _breadcrumbs((reverse("referrals:index"), _("联系单")), ("", _("发联系单"))),
        },
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
    if request.method == "POST":
        state = request.POST.get("state", "")
        wanted = ReferralState(state) if state in ReferralState.values else ReferralState.SENT
        _try(
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
        return redirect("referrals:read", pk=pk)
    mine = {body.pk for body in answering_bodies(request.user)}
    return TemplateResponse(
        request,
        "forum/enquiry/admin/referral.html",
        {
            "referral": referral,
            "is_handled": referral.enquiry is not None and can_handle(request.user, referral.enquiry),
            "may_receive": referral.to_body_id in mine and referral.state == ReferralState.SENT,
            "may_answer": referral.to_body_id in mine
            and referral.state in (ReferralState.SENT, ReferralState.RECEIVED),
            "may_close": referral.from_body_id in mine and referral.state == ReferralState.ANSWERED,
            "today": timezone.localdate(),
            "header_title": referral.number,
            "header_icon": "mail",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("referrals:index"), _("联系单")), ("", referral.number)
            ),
        },
    )
