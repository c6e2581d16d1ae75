"""The form by which somebody says what they think, at an address of its own that nobody keeps."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.client_address import client_address
from accounts.views.entrance import REFUSED
from cms_pages.actions.give_opinion import give_opinion
from cms_pages.actions.withdraw_opinion import withdraw_opinion
from cms_pages.choices import ConsultationAudience, OpinionDisplay
from cms_pages.consultations.permissions import check_give_opinion
from cms_pages.consultations.results import answer_words
from cms_pages.forms.consultations import OpinionForm
from cms_pages.guides.voters import give_token, voter_of
from cms_pages.models import Opinion
from cms_pages.notices.trail import breadcrumbs
from cms_pages.submissions.limits import Sender, TooMany
from events.once import once

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage

TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_opinion(request: HttpRequest, page: "ConsultationPage") -> HttpResponse:
    """Show one's own opinion and where it is, take a new or changed one, or take it back."""
    now = timezone.now()
    own = _own(request, page)
    refusal = ""
    try:
        check_give_opinion(request.user, page, now=now)
    except PermissionDenied as denied:
        refusal = str(denied)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "withdraw" in sent and own is not None:
        return _withdraw(request, own)
    form = OpinionForm(
        sent, consultation=page, answers=own.answers if own else None, text=own.text if own else ""
    )
    status = 403 if refusal else 200
    if sent is not None and not refusal:
        status = REFUSED
        if form.is_valid():
            try:
                address = _give(request, page, form)
            except TooMany as error:
                form.add_error(None, error)
                status = TOO_MANY
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("意见已收到，谢谢您。截止前可以随时修改。"))
                return redirect(address)
    trail = breadcrumbs(page, request, now)
    trail[-1]["url"] = page.get_url(request)
    context: dict[str, Any] = {
        "consultation": page,
        "consultation_url": page.get_url(request),
        "own": own,
        "own_answers": answer_words(page, own.answers) if own else [],
        "form": form,
        "refusal": refusal,
        "needs_account": refusal and not request.user.is_authenticated,
        "says_who_reads": _who_reads(request, page),
        "breadcrumbs": [*trail, {"label": _("提意见"), "url": ""}],
    }
    response = render(request, "cms_pages/consultation_page/opinion.html", context, status=status)
    if page.audience == ConsultationAudience.EVERYBODY:
        give_token(request, response)
    return response


def _own(request: HttpRequest, page: "ConsultationPage") -> Opinion | None:
    if request.user.is_authenticated:
        return Opinion.objects.filter(consultation=page, author=request.user.pk).first()
    visitor = voter_of(request)
    return Opinion.objects.filter(consultation=page, visitor=visitor).first() if visitor else None


def _give(request: HttpRequest, page: "ConsultationPage", form: OpinionForm) -> str:
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None

    def act() -> str:
        give_opinion(
            actor=user,
            consultation=page,
            visitor="" if user else voter_of(request),
            text=form.cleaned_data["text"],
            answers=form.answers,
            sender=Sender(person=user.pk if user else None, address=client_address(request)),
            now=now,
        )
        return request.path

    return once(token=form.token, purpose="cms_pages.give_opinion", now=now, act=act)


def _withdraw(request: HttpRequest, own: Opinion) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    try:
        withdraw_opinion(actor=user, opinion=own, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        messages.success(request, _("已撤回您的意见。"))
    return redirect(request.path)


def _who_reads(request: HttpRequest, page: "ConsultationPage") -> str:
    if page.display == OpinionDisplay.NEVER or not request.user.is_authenticated:
        return _("只给%(body)s看，不公开。") % {"body": page.body_owner}
    if page.display == OpinionDisplay.AT_ONCE:
        return _("“我的意见”用您的昵称公开，问卷的回答只公开合计。")
    return _("“我的意见”经审核后用您的昵称公开，问卷的回答只公开合计。")
