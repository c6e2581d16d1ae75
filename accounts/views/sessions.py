"""Where a person is signed in, ending those sessions, and the second factor of their sign-in."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView as AllauthAuthenticateView
from allauth.mfa.base.views import ReauthenticateView as AllauthSecondFactorAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.end_session import end_session
from accounts.devices import device_in_words
from accounts.requests import SignedInRequest
from accounts.second_factor import is_required, note_added
from accounts.views.entrance import RefusedFormMixin
from accounts.views.me import private


@private
@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    """List where one is signed in, this very session first."""
    rows = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    rows.sort(key=lambda row: (row.session_key != here, -row.created_at.timestamp()))
    lines = [
        {"row": row, "is_here": row.session_key == here, "device": device_in_words(row.user_agent)}
        for row in rows
    ]
    return render(request, "accounts/session_list.html", {"lines": lines, "others": len(lines) > 1})


@private
@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of one's sessions; this very one is ended by signing out."""
    row = get_object_or_404(UserSession, pk=pk, user=request.user)
    if row.session_key == request.session.session_key:
        return redirect("account_logout")
    end_session(actor=request.user, session=row, now=timezone.now())
    messages.success(request, _("那台设备上的登录已退出。"))
    return redirect("session-list")


@private
@require_POST
def session_end_others(request: SignedInRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    rows = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    for row in rows:
        end_session(actor=request.user, session=row, now=timezone.now())
    messages.success(request, _("其他设备上的登录都已退出。"))
    return redirect("session-list")


@private
@require_safe
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Say whether sign-ins ask for a second factor, and lead to what can be done about it."""
    held = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in held,
        "has_codes": Authenticator.Type.RECOVERY_CODES in held,
        "is_required": is_required(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@method_decorator(never_cache, name="dispatch")
class SecondStepView(AllauthAuthenticateView):
    """The second step of signing in."""

    def form_invalid(self, form: object) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(never_cache, name="dispatch")
class SecondFactorAgainView(RefusedFormMixin, AllauthSecondFactorAgainView):
    """The second factor once more, before a sensitive change or for a session that has not shown it."""


@method_decorator([login_required, never_cache], name="dispatch")
class ActivateView(RefusedFormMixin, ActivateTOTPView):
    """Set the authenticator app up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        # Whoever types it keeps the place; authenticators leave blanks out.
        context["secret_in_groups"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context

    def form_valid(self, form: object) -> HttpResponse:
        response = super().form_valid(form)
        note_added(self.request, self.request.user)
        return response


@method_decorator([login_required, never_cache], name="dispatch")
class DeactivateView(RefusedFormMixin, DeactivateTOTPView):
    """Give the second factor up; officials can't."""


@method_decorator([login_required, never_cache], name="dispatch")
class RecoveryCodesView(ViewRecoveryCodesView):
    """Show the codes on paper."""


@method_decorator([login_required, never_cache], name="dispatch")
class NewCodesView(RefusedFormMixin, GenerateRecoveryCodesView):
    """Make new codes; the old ones end."""
