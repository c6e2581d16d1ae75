"""The form “find an error”, and the form that asks for its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ErrorKind
from cms_pages.forms.guarded import GuardedForm
from cms_pages.models.error_report import LONGEST_CONTACT, LONGEST_PATH, LONGEST_PLACE, LONGEST_TEXT

LONGEST_CODE = 40


class ErrorReportForm(GuardedForm):
    """What is wrong, where, and how to answer.

    Args:
        knows_page: the address of the page came with the link, so that nobody has to type it.
        is_signed_in: the answer can go to an account.
    """

    page = forms.CharField(
        label=_("哪个页面"),
        required=False,
        max_length=LONGEST_PATH * 3,
        help_text=_("把那个页面的网址粘贴在这里；不知道网址的，在下面写清是哪个页面。"),
    )
    kind = forms.ChoiceField(
        label=_("是哪一类问题"),
        choices=ErrorKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一类问题；拿不准就选“其他”。")},
    )
    place = forms.CharField(
        label=_("在页面哪里"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("如“办公时间那一行”“第二张表”。"),
    )
    text = forms.CharField(
        label=_("哪里不对，应该是什么"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明哪里不对。")},
        help_text=_("请不要写身份证号、银行卡号。"),
    )
    contact = forms.CharField(
        label=_("怎么联系您"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=_("电话或邮箱，只用来答复这件事，答复60天后删除。不填也行，凭查询码看答复。"),
    )
    with_account = forms.BooleanField(
        label=_("答复发到我的账号"),
        required=False,
        initial=True,
        help_text=_("不勾选，就当没有登录：处理的人不知道是您提的。"),
    )

    def __init__(self, *args: Any, knows_page: bool, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if knows_page:
            self.fields["page"].widget = forms.HiddenInput()
        if not is_signed_in:
            del self.fields["with_account"]


class AnswerQueryForm(forms.Form):
    """The code that a reporter was given."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=LONGEST_CODE,
        error_messages={"required": _("请输入查询码。")},
        help_text=_("提交时给您的12位字母和数字，如 K7QX-M2P9-4TRW。大小写和横线不要紧。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
