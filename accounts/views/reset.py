"""A forgotten password: where to send a code, and the code with the new password.

Whether there is an account behind a number or an address is told to nobody but its owner: the pages are the
same either way, and so is the work that is done before they are sent.
"""

from typing import Final

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import pace
from accounts.actions.ask_for_reset import ask_for_reset
from accounts.actions.reset_password import reset_password
from accounts.actions.take_code import try_code, use_code
from accounts.choices import CodePurpose
from accounts.contact_values import masked
from accounts.forms.profile import NewPasswordForm, ResetForm
from accounts.known_devices import know, leave_cookie
from accounts.models import Contact, User
from accounts.views.contacts import too_often
from accounts.views.entrance import REFUSED

_METHODS: Final = ["GET", "HEAD", "POST"]
_SESSION_KEY: Final = "password_reset_for"


@never_cache
@require_http_methods(_METHODS)
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for the confirmed number or address, and have a code sent there if an account has it."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    template, context = "accounts/password_reset.html", {"form": form}
    if form.is_valid():
        kind, value = form.cleaned_data["contact"]
        try:
            ask_for_reset(actor=None, kind=kind, value=value, now=timezone.now())
        except pace.TooOftenError as error:
            return too_often(request, template, context, error)
        request.session[_SESSION_KEY] = {
            "kind": kind,
            "fingerprint": Contact.fingerprint_of(kind, value),
            "to": masked(kind, value),
        }
        return redirect("password-reset-code")
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


@never_cache
@require_http_methods(_METHODS)
def password_reset_code(request: HttpRequest) -> HttpResponse:
    """Take the code and the new password; then one signs in with it, second factor and all."""
    asked = request.session.get(_SESSION_KEY)
    if asked is None:
        return redirect("account_reset_password")
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    template, context = "accounts/password_reset_code.html", {"form": form, "destination": asked["to"]}
    if form.is_valid():
        try:
            user = _set_password(form, kind=asked["kind"], fingerprint=asked["fingerprint"])
        except pace.TooOftenError as error:
            return too_often(request, template, context, error)
        if user is not None:
            del request.session[_SESSION_KEY]
            messages.success(request, _("新密码已设好，请用用户名“%(name)s”登录。") % {"name": user.username})
            response = redirect("account_login")
            # Whoever guesses on under that name shall not keep its owner out once more.
            know(request, user)
            leave_cookie(request, response, ends_with_browser=True)
            return response
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


def _set_password(form: NewPasswordForm, *, kind: str, fingerprint: str) -> User | None:
    """Set the password and return whose it is; or None, and the form says what is wrong.

    Of a wrong code no more is said than could be said of nobody's. That the password is too like the name is
    said to whoever has the code: anybody else could learn by it whose number this is.
    """
    now = timezone.now()
    owner = Contact.objects.filter(kind=kind, fingerprint=fingerprint, user__is_active=True)
    contact = owner.select_related("user").first()
    user = contact.user if contact is not None else None
    person = user.pk if user is not None else f"nobody {fingerprint}"
    digits, password = form.cleaned_data["code"], form.cleaned_data["password1"]
    try:
        code = try_code(user=user, person=person, purpose=CodePurpose.RESET, digits=digits, now=now)
        assert user is not None  # noqa: S101 - for the type checker: nobody has no code
    except ValidationError:
        form.add_error(
            "code", _("验证码不对，或者已经失效。请核对最近收到的那一条；过了10分钟或试错5次的，请重新获取。")
        )
        return None
    try:
        validate_password(password, user)
    except ValidationError as error:
        form.add_error("password1", error)
        return None
    try:
        use_code(actor=user, code=code, now=now)
    except ValidationError as error:
        form.add_error("code", error)
        return None
    return reset_password(actor=None, code=code, password=password, now=now)
