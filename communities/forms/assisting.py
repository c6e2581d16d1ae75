"""Forms of acting for a resident at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.actions.start_assisted_session import SUBJECT_MAX_LENGTH
from communities.choices import AssistProof
from communities.forms.desk import DeskForm
from communities.models import Body
from communities.roles import Right


class AssistForm(DeskForm, forms.Form):
    """For whom, what for, and how they agree."""

    body = forms.ModelChoiceField(label=_("办理单位"), queryset=Body.objects.none())
    username = forms.CharField(label=_("居民的用户名"), max_length=150)
    subject = forms.CharField(
        label=_("要办的事"),
        max_length=SUBJECT_MAX_LENGTH,
        help_text=_("例如“发一条咨询”。居民以后在“我的”里能看到。"),
    )
    proof = forms.ChoiceField(
        label=_("居民怎样表示同意"),
        choices=AssistProof.choices,
        initial=AssistProof.CODE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_desks(user, Right.ASSIST)


class AssistConsentForm(forms.Form):
    """The resident's answer, and the official's word that they are present."""

    answer = forms.CharField(max_length=30, widget=forms.TextInput({"autocomplete": "off"}))
    has_consented = forms.BooleanField(
        label=_("本人就在我面前，知道我要替他办什么，同意由我代办，最长30分钟"), required=False
    )

    def __init__(self, *args: Any, proof: AssistProof, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_code = proof == AssistProof.CODE
        self.fields["answer"].label = _("居民收到的验证码") if by_code else _("居民出示的证件号")
        self.fields["answer"].widget.attrs["inputmode"] = "numeric" if by_code else "text"
