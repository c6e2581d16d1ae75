"""The second factor: an authenticator app's codes, and codes on paper. Officials work with it or not at all.

allauth asks for it at each sign-in of whoever has one. What is left to do here: whoever may enter the
workbench must have one (`SecondFactorMiddleware`), can't give it up, and a session that was opened without it
opens nothing.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.utils import user_username
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed, authenticator_used
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.encryption import decrypt, encrypt
from accounts.middleware import SAFE_METHODS
from accounts.models import User
from events.record import record

_SESSION_KEY: Final = "second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    """How allauth's second factor does things here."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "工作人员的账号必须有第二重验证，不能停用。要换手机，请联系网站管理员。"
        ),
        "incorrect_code": _("验证码不对。验证器里的数字每30秒换一次，请输入现在显示的那一个。"),
        "cannot_generate_recovery_codes": _("请先设置验证器，再生成备用码。"),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the user name: an address or number would stand readable in the app."""
        return user_username(user)

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether the person may do without."""
        return not is_required(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """Return nothing: the page draws its own."""
        return ""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: what changed is an event, and the person did it a moment ago."""


def is_required(user: AbstractBaseUser) -> bool:
    """Return whether this person works with a second factor or not at all."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and user.has_perm("wagtailadmin.access_admin")  # type: ignore[attr-defined]


class SecondFactorMiddleware:
    """Let nobody who needs a second factor do anything in a session without it.

    It asks where a session is in use anyway: the workbench, one's own pages, and everything that writes.
    Pages for everybody are the same for officials, and stay so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send whoever lacks it to the page where it is set up."""
        if not settings.SECOND_FACTOR_REQUIRED or not self._is_guarded(request):
            return None
        user = request.user
        if not user.is_authenticated or request.session.get(_SESSION_KEY) == user.pk or not is_required(user):
            return None
        if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            # This session was opened before there was one, or past the sign-in page.
            target = reverse("mfa_reauthenticate")
        else:
            target = reverse("second-factor")
        wanted = request.get_full_path() if request.method == "GET" else reverse("me")
        return redirect(f"{target}?{urlencode({'next': wanted})}")

    def _is_guarded(self, request: HttpRequest) -> bool:
        path = request.path_info
        if path.startswith(reverse("account_login").removesuffix("login/")):
            return False  # signing in and out, and setting it up
        if path == reverse("account-fragment"):
            return False
        own = path.startswith((reverse("wagtailadmin_home"), reverse("me")))
        return own or request.method not in SAFE_METHODS


@receiver(authenticator_used)
def remember(request: HttpRequest, user: AbstractBaseUser, **_kwargs: Any) -> None:
    """Note in the session that this person has shown it."""
    request.session[_SESSION_KEY] = user.pk


def note_added(request: HttpRequest, user: User) -> None:
    """Write down that a second factor was set up, and that this session has shown it."""
    remember(request, user)
    with transaction.atomic():
        record(actor=user, verb="user.second_factor_added", instance=user)


@receiver(authenticator_removed)
def note_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        with transaction.atomic():
            record(actor=user, verb="user.second_factor_removed", instance=user)
