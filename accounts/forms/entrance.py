"""Forms of the account pages. Passwords may be pasted and are never sent back; the rest that was typed is."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, SignupForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.change_nickname import clean_nickname
from accounts.choices import ContactKind
from accounts.contact_values import clean_contact
from accounts.models import User
from accounts.names import NICKNAME_MAX_LENGTH, USERNAME_MAX_LENGTH, USERNAME_MIN_LENGTH
from accounts.privacy import CURRENT

PASSWORD_RULES: Final = _(
    "至少10个字符，不能全是数字，不能和用户名太像，也不能是大家常用的密码。好记的办法：把几个不相关的词连起来。"
)
# Hashing takes time in proportion to length: nobody types more than this, but a script might.
PASSWORD_MAX_LENGTH: Final = 128
# What a field takes in before its own rule speaks, so that the rule's message is the one that is read.
GENEROUS_LENGTH: Final = 200

LENGTH_ERRORS: Final = {"max_length": _("太长了，最多%(limit_value)d个字符，现在是%(show_value)d个。")}


def password_field(label: Any, autocomplete: str, required: Any, help_text: Any = "") -> forms.CharField:
    field = forms.CharField(
        label=label,
        strip=False,
        max_length=PASSWORD_MAX_LENGTH,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required, **LENGTH_ERRORS},
    )
    # A browser would cut off a pasted password without a word.
    del field.widget.attrs["maxlength"]
    return field


def contact_field(help_text: Any = "") -> forms.CharField:
    """Return the one field for a phone number or an e-mail address."""
    return forms.CharField(
        label=_("手机号或电子邮箱"),
        max_length=GENEROUS_LENGTH,
        help_text=help_text,
        widget=forms.TextInput(
            attrs={"autocomplete": "tel", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("请填写手机号或电子邮箱。"), **LENGTH_ERRORS},
    )


def name_input(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
    )


class SignInForm(LoginForm):
    """User name, password, and whether to stay signed in on this device."""

    password = password_field(_("密码"), "current-password", _("请输入密码。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("用户名"),
            max_length=GENEROUS_LENGTH,
            widget=name_input("username"),
            error_messages={"required": _("请输入用户名。"), **LENGTH_ERRORS},
        )
        self.fields["remember"] = forms.BooleanField(
            label=_("在这台设备上保持登录"),
            required=False,
            initial=True,
            help_text=_("用的是公共电脑或别人的手机，请不要勾选。"),
        )
        self.order_fields(["login", "password", "remember"])

    def clean_login(self) -> str:
        """Return the name as it is kept, so that full-width letters find their account, too."""
        return User.normalize_username(self.cleaned_data["login"].strip())


class SignUpForm(SignupForm):
    """User name, a phone number or e-mail address, nickname and a password, twice."""

    data: Any

    contact = contact_field(
        help_text=_("忘记密码时用来找回账号，不公开。手机号确认以后才能发言。"),
    )

    nickname = forms.CharField(
        label=_("昵称"),
        required=False,
        max_length=GENEROUS_LENGTH,
        strip=False,
        widget=name_input("nickname"),
        help_text=format_lazy(
            _("显示在网站上的名字，最多{most}个字，以后可以改。不填则显示用户名。"), most=NICKNAME_MAX_LENGTH
        ),
        error_messages=LENGTH_ERRORS,
    )
    age = forms.ChoiceField(
        label=_("年龄"),
        choices=[("adult", _("已满14周岁")), ("minor", _("未满14周岁，由监护人陪同注册"))],
        initial="adult",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择年龄。"), "invalid_choice": _("请选择年龄。")},
    )
    agrees = forms.BooleanField(
        label=_("我已阅读并同意隐私说明"),
        help_text=_('<a href="/privacy/">隐私说明</a>写明网站收集什么、为了什么、您有哪些权利。'),
        error_messages={"required": _("请先阅读隐私说明，同意后再注册。")},
    )
    privacy_version = CURRENT
    field_order = ["username", "contact", "nickname", "password1", "password2", "age", "agrees"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"] = forms.CharField(
            label=_("用户名"),
            max_length=GENEROUS_LENGTH,
            widget=name_input("username"),
            help_text=format_lazy(
                _(
                    "{least}到{most}个汉字、英文字母、数字或下划线，登录时用，定下后不能改。"
                    "<strong>用户名和昵称所有人都能看到</strong>，请不要用真实姓名、手机号或身份证号。"
                ),
                least=USERNAME_MIN_LENGTH,
                most=USERNAME_MAX_LENGTH,
            ),
            error_messages={"required": _("请取一个用户名。"), **LENGTH_ERRORS},
        )
        self.fields["password1"] = password_field(
            _("密码"), "new-password", _("请设一个密码。"), PASSWORD_RULES
        )
        self.fields["password2"] = password_field(_("再输一遍密码"), "new-password", _("请再输一遍密码。"))
        self.order_fields(self.field_order)

    def clean_contact(self) -> tuple[ContactKind, str]:
        return clean_contact(self.cleaned_data["contact"])

    def clean_nickname(self) -> str:
        return clean_nickname(self.cleaned_data["nickname"], user=None)

    def clean_agrees(self) -> bool:
        """Take the agreement for the version that was offered, and for no newer one."""
        if self.data.get("agreed_version", CURRENT) != CURRENT:
            # The box is drawn again without its tick.
            self.data = self.data.copy()
            del self.data["agrees"]
            raise ValidationError(_("隐私说明刚刚更新了，请看过新的说明再同意。"), code="new_version")
        return bool(self.cleaned_data["agrees"])

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules and its repetition."""
        # Not allauth's own `clean`: its words are English. What it checks is checked here.
        data = self.cleaned_data
        contact = data.get("contact")
        if data.get("age") == "minor" and contact and contact[0] != ContactKind.PHONE:
            self.add_error("contact", _("未满14周岁的，请填监护人的手机号。"))
        candidate = User(username=data.get("username", ""), nickname=data.get("nickname", ""))
        check_new_password(self, candidate)
        return data


class ChangePasswordForm(AllauthChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(
            _("现在的密码"), "current-password", _("请输入现在的密码。")
        )
        self.fields["password1"] = password_field(
            _("新密码"), "new-password", _("请输入新密码。"), PASSWORD_RULES
        )
        self.fields["password2"] = password_field(
            _("再输一遍新密码"), "new-password", _("请再输一遍新密码。")
        )

    def clean_oldpassword(self) -> str:
        """Return the present password.

        It goes the way of a sign-in, so that guessing it in somebody's open session is counted and locked
        out.
        """
        password: str = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("enter_current_password")
        return password

    def clean(self) -> dict[str, Any]:
        """Check the new password against the rules, the old one and its repetition."""
        data = self.cleaned_data
        check_new_password(self, self.user)
        if "password1" in data and data["password1"] == data.get("oldpassword"):
            self.add_error("password1", _("新密码和现在的密码一样，请换一个。"))
        return data


def check_new_password(form: forms.Form, user: User) -> None:
    password = form.cleaned_data.get("password1")
    if not password:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        form.add_error("password1", error)
        return
    again = form.cleaned_data.get("password2")
    if again and again != password:
        form.add_error("password2", _("两次输入的密码不一样，请重新输入。"))


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before a sensitive change."""

    password = password_field(_("密码"), "current-password", _("请输入密码。"))
