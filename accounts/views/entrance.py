"""Signing in, up and out, and changing the password: allauth's views, with our answers to wrong input."""

from datetime import timedelta
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.views import (
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    ReauthenticateView,
    SignupView,
)
from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.forms.entrance import SignInForm
from accounts.models import User
from accounts.pace import TooOftenError

# Unprocessable content: what was sent can't be used as it is. Scripts and monitoring see a failure, too.
REFUSED: Final = 422
TOO_MANY: Final = 429
# How long after a sign-up the same form, sent again, means the same sign-up.
SENT_TWICE: Final = timedelta(minutes=10)


def next_address(request: HttpRequest) -> str:
    """Return the path of this site that the request wants to go to afterwards, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if get_adapter().is_safe_url(wanted) else ""


class RefusedFormMixin:
    """Shows a refused form again with status 422, and everything but passwords in it."""

    def form_invalid(self, form: forms.Form, status: int = REFUSED) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)  # type: ignore[attr-defined]


class SignInView(RefusedFormMixin, LoginView):
    """Sign in; residents and officials, public site and workbench alike."""


class SignUpView(RefusedFormMixin, SignupView):
    """Sign up, and be signed in."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError:
            # Taken between the form's look and the write: most often the same form, sent twice.
            form.add_error("username", get_adapter().validation_error("username_taken"))
            return self.form_invalid(form)
        except TooOftenError as error:
            form.add_error(None, _("这个网络地址最近注册的账号太多了。%(when)s") % {"when": error})
            response = self.form_invalid(form, status=TOO_MANY)
            response["Retry-After"] = str(error.retry_after)
            return response

    def get_authenticated_redirect_url(self) -> str:
        """Return where somebody goes who has an account and is signed in."""
        return next_address(self.request) or reverse("me")

    def get_success_url(self) -> str:
        """Return the page that takes the code; it leads on to where the person wanted to go."""
        following = next_address(self.request)
        address = reverse("contact-code")
        return f"{address}?{urlencode({'next': following})}" if following else address

    def form_invalid(self, form: forms.Form, status: int = REFUSED) -> HttpResponse:
        return self._sign_in_instead(form) or super().form_invalid(form, status)

    def _sign_in_instead(self, form: forms.Form) -> HttpResponse | None:
        """Sign in whoever sends the form a second time: the first made the account, and its answer got lost.

        The password is tried the way of a sign-in, counted and locked out like any other.
        """
        if not form.has_error("username", "username_taken") or len(form.errors) > 1:
            return None
        username = User.normalize_username(form.data.get("username", "").strip())
        since = timezone.now() - SENT_TWICE
        if not User.objects.filter(username=username, date_joined__gt=since).exists():
            return None
        typed = {"login": username, "password": form.data.get("password1", ""), "remember": "on"}
        sign_in = SignInForm(typed, request=self.request)
        if not sign_in.is_valid():
            return None
        return sign_in.login(self.request, redirect_url=self.get_success_url())


@method_decorator(never_cache, name="dispatch")
class SignOutView(LogoutView):
    """Sign out by POST; GET asks first."""


@method_decorator(never_cache, name="dispatch")
class ChangePasswordView(RefusedFormMixin, PasswordChangeView):
    """Change one's own password; other devices are signed out."""


@method_decorator(never_cache, name="dispatch")
class DeactivatedView(AccountInactiveView):
    """What the owner of a deactivated account reads after giving the right password."""


@method_decorator(never_cache, name="dispatch")
class PasswordAgainView(RefusedFormMixin, ReauthenticateView):
    """The password once more, before a sensitive change."""
