"""How a person is reached: a number or address, the code that proves it, letting go of it."""

from typing import Any, Final

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.confirm_contact import confirm_contact
from accounts.actions.remove_contact import remove_contact
from accounts.actions.send_code import send_code
from accounts.actions.take_code import take_code
from accounts.choices import CodePurpose, ContactKind
from accounts.contact_values import masked
from accounts.forms.profile import CodeForm, ContactForm
from accounts.models import ConfirmationCode
from accounts.pace import TooOftenError
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED, TOO_MANY, next_address
from accounts.views.me import private

_METHODS: Final = ["GET", "HEAD", "POST"]


def too_often(
    request: HttpRequest, template: str, context: dict[str, Any], error: TooOftenError
) -> HttpResponse:
    """Show the form again with 429, and when to try again."""
    form: forms.Form = context["form"]
    form.add_error(None, str(error))
    response = render(request, template, context, status=TOO_MANY)
    response["Retry-After"] = str(error.retry_after)
    return response


@private
@reauthentication_required
@require_http_methods(_METHODS)
def contact_edit(request: SignedInRequest) -> HttpResponse:
    """Ask for a number or address, and send a code there."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    template, context = "accounts/contact_edit.html", {"form": form}
    if form.is_valid():
        kind, value = form.cleaned_data["contact"]
        try:
            _send(request, kind, value)
        except TooOftenError as error:
            return too_often(request, template, context, error)
        return redirect("contact-code")
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


@private
@require_http_methods(_METHODS)
def contact_code(request: SignedInRequest) -> HttpResponse:
    """Take the code. `resend` in a POST sends another to the same place."""
    now, user = timezone.now(), request.user
    sent = ConfirmationCode.objects.filter(user=user, purpose=CodePurpose.CONFIRM).first()
    if sent is None or sent.used_at is not None:
        return redirect("contact-edit")
    following = next_address(request)
    form = CodeForm(request.POST if request.method == "POST" and "resend" not in request.POST else None)
    template = "accounts/contact_code.html"
    context = {
        "form": form,
        "destination": masked(sent.kind, sent.value),
        "is_phone": sent.kind == ContactKind.PHONE,
        "next": following,
        "waits_for_guardian": user.waits_for_guardian,
    }
    try:
        if "resend" in request.POST:
            _send(request, ContactKind(sent.kind), sent.value)
            messages.success(request, _("新的验证码已发出，以前的不再有效。"))
            return redirect(f"{reverse('contact-code')}?{urlencode({'next': following})}")
        if form.is_valid():
            code = take_code(
                actor=user, purpose=CodePurpose.CONFIRM, digits=form.cleaned_data["code"], now=now
            )
            confirm_contact(actor=user, code=code, now=now)
            messages.success(request, _("%(kind)s已确认。") % {"kind": ContactKind(code.kind).label})
            return redirect(following or "me")
    except ValidationError as error:
        form.add_error("code", error)
    except TooOftenError as error:
        context["form"] = form if form.is_bound else CodeForm({"code": ""})
        return too_often(request, template, context, error)
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


@private
@require_POST
@reauthentication_required
def contact_remove(request: SignedInRequest, kind: str) -> HttpResponse:
    """Let go of one's phone number or e-mail address."""
    if kind not in ContactKind.values:
        raise Http404
    try:
        if remove_contact(actor=request.user, kind=ContactKind(kind), now=timezone.now()):
            messages.success(request, _("%(kind)s已解除。") % {"kind": ContactKind(kind).label})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("me")


def _send(request: SignedInRequest, kind: ContactKind, value: str) -> None:
    send_code(
        actor=request.user,
        user=request.user,
        purpose=CodePurpose.CONFIRM,
        kind=kind,
        value=value,
        now=timezone.now(),
    )
