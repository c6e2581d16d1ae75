"""What a person changes about themselves: the nickname, how they are reached, the password they forgot."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.change_nickname import clean_nickname
from accounts.choices import ContactKind
from accounts.contact_values import clean_contact
from accounts.forms.entrance import (
    GENEROUS_LENGTH,
    LENGTH_ERRORS,
    PASSWORD_RULES,
    check_new_password,
    contact_field,
    name_input,
    password_field,
)
from accounts.models import User
from accounts.names import NICKNAME_MAX_LENGTH


class ProfileForm(forms.Form):
    """What a person may change about themselves."""

    nickname = forms.CharField(
        label=_("昵称"),
        required=False,
        max_length=GENEROUS_LENGTH,
        strip=False,
        widget=name_input("nickname"),
        help_text=format_lazy(
            _("所有人都能看到，最多{most}个字。不填则显示用户名。"), most=NICKNAME_MAX_LENGTH
        ),
        error_messages=LENGTH_ERRORS,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        kwargs.setdefault("initial", {"nickname": user.nickname})
        super().__init__(*args, **kwargs)

    def clean_nickname(self) -> str:
        return clean_nickname(self.cleaned_data["nickname"], user=self.user)


class ContactForm(forms.Form):
    """A phone number or an e-mail address."""

    contact = contact_field(help_text=_("我们会发去一个6位数的验证码。不公开。"))

    def clean_contact(self) -> tuple[ContactKind, str]:
        return clean_contact(self.cleaned_data["contact"])


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=_("验证码"),
        max_length=GENEROUS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("请输入收到的6位数验证码。"), **LENGTH_ERRORS},
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = _code_field()

    def clean_code(self) -> str:
        return clean_digits(self.cleaned_data["code"])


class ResetForm(ContactForm):
    """Where to send the code for a new password."""

    contact = contact_field(help_text=_("您在“我的”里确认过的那一个。"))


class NewPasswordForm(CodeForm):
    """The code that was sent, and the new password twice."""

    password1 = password_field(_("新密码"), "new-password", _("请输入新密码。"), PASSWORD_RULES)
    password2 = password_field(_("再输一遍新密码"), "new-password", _("请再输一遍新密码。"))

    def clean(self) -> dict[str, Any]:
        """Check the new password against its repetition and the rules, but for the name, which is not known
        before the code is.
        """
        check_new_password(self, User())
        return self.cleaned_data


def clean_digits(typed: str) -> str:
    """Return a code as it was meant: full-width digits and blanks are understood."""
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", typed).split())


class CloseForm(forms.Form):
    """That one means it."""

    is_sure = forms.BooleanField(
        label=_("我知道注销后不能恢复"),
        error_messages={"required": _("确定要注销的话，请先勾选这一项。")},
    )
