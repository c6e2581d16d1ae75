"""A forgotten password: where to send a code, and the code with the new password.

Whether there is an account behind a number or an address is told to nobody but its owner: the pages are the
same either way.
"""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import pace
from accounts.actions.reset_password import reset_password
from accounts.actions.send_code import send_code
from accounts.actions.take_code import take_code
from accounts.choices import CodePurpose, ContactKind
from accounts.contact_values import masked
from accounts.forms.profile import NewPasswordForm, ResetForm
from accounts.models import Contact, User
from accounts.views.contacts import too_often
from accounts.views.entrance import REFUSED

_METHODS: Final = ["GET", "HEAD", "POST"]
_SESSION_KEY: Final = "password_reset"


@never_cache
@require_http_methods(_METHODS)
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for the confirmed number or address, and send a code there if an account has it."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    template, context = "accounts/password_reset.html", {"form": form}
    if form.is_valid():
        kind, value = form.cleaned_data["contact"]
        try:
            user = _send(kind, value)
        except pace.TooOftenError as error:
            return too_often(request, template, context, error)
        request.session[_SESSION_KEY] = {"user": user.pk if user else None, "to": masked(kind, value)}
        return redirect("password-reset-code")
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


@never_cache
@require_http_methods(_METHODS)
def password_reset_code(request: HttpRequest) -> HttpResponse:
    """Take the code and the new password; then one signs in with it, second factor and all."""
    asked = request.session.get(_SESSION_KEY)
    if asked is None:
        return redirect("account_reset_password")
    user = User.objects.filter(pk=asked["user"], is_active=True).first()
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
    template, context = "accounts/password_reset_code.html", {"form": form, "destination": asked["to"]}
    now = timezone.now()
    if form.is_valid():
        try:
            if user is None:
                pace.count("try_code", now=now)
                raise ValidationError(_("验证码不对，请核对最近收到的那一条。"))
            code = take_code(actor=user, purpose=CodePurpose.RESET, digits=form.cleaned_data["code"], now=now)
            reset_password(actor=None, code=code, password=form.cleaned_data["password1"], now=now)
        except ValidationError as error:
            form.add_error("code", error)
        except pace.TooOftenError as error:
            return too_often(request, template, context, error)
        else:
            del request.session[_SESSION_KEY]
            messages.success(request, _("新密码已设好，请用用户名“%(name)s”登录。") % {"name": user.username})
            return redirect("account_login")
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


def _send(kind: ContactKind, value: str) -> User | None:
    """Send a code to the account's owner and return them; an attempt without an account counts, too."""
    now = timezone.now()
    contact = Contact.objects.of_value(kind, value).select_related("user").first()
    if contact is None or not contact.user.is_active:
        pace.count("send_code", now=now, contact=f"{kind} {value}")
        return None
    send_code(actor=None, user=contact.user, purpose=CodePurpose.RESET, kind=kind, value=value, now=now)
    return contact.user
