"""The codes of the second factor; wrong ones are counted in the database, by person and by network."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import pace
from accounts.forms.entrance import GENEROUS_LENGTH, LENGTH_ERRORS
from accounts.forms.profile import clean_digits

ACTION = "second_factor_failed"


def _field(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=GENEROUS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("请输入验证码。"), **LENGTH_ERRORS},
    )


class _CountedMixin:
    """Counts wrong codes; too many, and none is looked at until the time is over."""

    def clean_code(self) -> str:
        now, person = timezone.now(), self.user.pk  # type: ignore[attr-defined]
        self.cleaned_data["code"] = clean_digits(self.cleaned_data["code"])  # type: ignore[attr-defined]
        try:
            # Counted before it is looked at, so that many at once get no more tries than one after the other.
            counted = pace.count(ACTION, now=now, person=person)
        except pace.TooOftenError as too_often:
            raise ValidationError(str(too_often), code="too_often") from None
        code: str = super().clean_code()  # type: ignore[misc]
        pace.take_back(counted)
        pace.forget(ACTION, person=person)
        return code


class AuthenticateForm(_CountedMixin, AllauthAuthenticateForm):
    """The second step of signing in."""

    code = _field(_("验证码"), _("打开手机上的验证器，输入现在显示的6位数；手机不在身边，就输入一个备用码。"))


class ReauthenticateForm(_CountedMixin, AllauthReauthenticateForm):
    """The same, before a sensitive change."""

    code = _field(_("验证码"), _("打开手机上的验证器，输入现在显示的6位数；手机不在身边，就输入一个备用码。"))


class ActivateForm(_CountedMixin, ActivateTOTPForm):
    """Proves that the app has taken the secret in."""

    code = _field(_("验证器显示的6位数"), _("每30秒换一次，输入现在显示的那一个。"))
