"""How django-allauth does things here."""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.actions.change_password import change_password
from accounts.actions.send_code import send_code
from accounts.actions.sign_up import sign_up
from accounts.choices import CodePurpose
from accounts.client_address import client_address
from accounts.known_devices import know
from accounts.models import User
from accounts.names import check_username
from accounts.pace import TooOftenError
from events.record import record

_MAX_NEXT_LENGTH = 2000


class AccountAdapter(DefaultAccountAdapter):
    """Sends allauth's writes through our verbs, and says everything in Chinese."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("这个账号已经停用。"),
        "enter_current_password": _("现在的密码不对，请重新输入。"),
        "incorrect_password": _("密码不对，请重新输入。"),
        "invalid_login": _("用户名或密码不对，请重新输入。"),
        "username_password_mismatch": _("用户名或密码不对，请检查后再输一遍。密码里的英文字母要分大小写。"),
        "username_blacklisted": _("这个用户名不能用，请换一个。"),
        "username_taken": _("这个用户名已经有人用了，请换一个。"),
        "too_many_login_attempts": _("试的次数太多了，请过一会儿再来。"),
        "phone_taken": _("这个手机号已经属于另一个账号。"),
        "rate_limited": _("操作太快了，请过一会儿再来。"),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return False: there is one way through these pages, with or without script."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the true address of the client, or the unspecified one where there is none."""
        return client_address(request) or "0.0.0.0"  # noqa: S104 - an address to compare with, nothing is bound

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether one may be sent to `url` after signing in or out: only paths of this very site."""
        return (
            url is not None
            and url.startswith("/")
            and len(url) <= _MAX_NEXT_LENGTH
            and url.isprintable()
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        )

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open a session with a new key, and write down who signed in from where."""
        super().login(request, user)
        assert isinstance(user, User)  # noqa: S101 - for the type checker; AUTH_USER_MODEL says so
        with transaction.atomic():
            record(actor=user, verb="user.signed_in", instance=user)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and write it down."""
        user = request.user
        if isinstance(user, User):
            with transaction.atomic():
                record(actor=user, verb="user.signed_out", instance=user)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Greet where the next page shows messages; elsewhere the words would wait and surprise later."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        know(request, user)
        shows_messages = (reverse("me"), reverse("wagtailadmin_home"))
        if response["Location"].startswith(shows_messages):
            messages.success(request, _("%(name)s，您已登录。") % {"name": request.user})
        return response

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the sign-in page, which tells that one is signed out."""
        return reverse("account_login")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the workbench for officials, “我的” for everybody else."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return reverse("me")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("contact-code")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Return the user name as it will be kept.

        Raises:
            ValidationError: it may not be used, or, unless `shallow`, somebody has it.
        """
        kept = check_username(username)
        if not shallow and User.objects.filter(username=kept).exists():
            raise self.validation_error("username_taken")
        return kept

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: forms.Form, commit: bool = True
    ) -> AbstractBaseUser:
        """Make the account by our verb."""
        data: dict[str, Any] = form.cleaned_data
        now = timezone.now()
        made = sign_up(
            actor=None,
            username=data["username"],
            nickname=data.get("nickname", ""),
            password=data["password1"],
            now=now,
            has_agreed=data["agrees"],
            is_minor=data["age"] == "minor",
        )
        kind, value = data["contact"]
        # The account is made; a code that has to wait is asked for on the next page.
        with suppress(TooOftenError):
            send_code(actor=made, user=made, purpose=CodePurpose.CONFIRM, kind=kind, value=value, now=now)
        return made

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change the password by our verb; only people themselves come this way."""
        assert isinstance(user, User)  # noqa: S101 - for the type checker; AUTH_USER_MODEL says so
        change_password(actor=user, user=user, password=password, now=timezone.now())
