"""Forms of acting for a resident at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.actions.start_assisted_session import SUBJECT_MAX_LENGTH
from communities.choices import AssistProof
from communities.models import Body
from communities.permissions import standing_of
from communities.roles import Right

NO_SUCH_PERSON = _("没有这个用户名。请让本人登录后在“我的”里找到用户名，要一字不差。")


def desks(user: User) -> QuerySet[Body]:
    """Return the bodies at whose desk `user` acts for residents."""
    current = Body.objects.current(today=timezone.localdate()).order_by("area__path", "kind", "pk")
    return current.filter(pk__in=[body.pk for body in standing_of(user).bodies_with(Right.ASSIST)])


class AssistForm(forms.Form):
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
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = desks(user)
        own = list(field.queryset[:2])
        if len(own) == 1:
            field.initial, field.widget = own[0], forms.HiddenInput()

    def clean_username(self) -> str:
        """Find the person.

        Raises:
            ValidationError: there is none of that name who may sign in.
        """
        name = User.normalize_username(self.cleaned_data["username"].strip())
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise ValidationError(NO_SUCH_PERSON, code="unknown")
        self.person: User = found
        return name


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
