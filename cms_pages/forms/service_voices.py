"""What residents and providers send about services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ServiceStatus
from cms_pages.forms.guides import YuanField
from cms_pages.models import ServicePage
from cms_pages.models.services.rating import LONGEST_ANSWER, LONGEST_COMMENT
from cms_pages.services.proposals import FIELDS

LONGEST_NOTE = 300
STARS = [
    (5, _("5星 很满意")),
    (4, _("4星 满意")),
    (3, _("3星 一般")),
    (2, _("2星 不太满意")),
    (1, _("1星 不满意")),
]


class RatingForm(forms.Form):
    """Stars, and a comment."""

    stars = forms.TypedChoiceField(
        label=_("几颗星"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择几颗星。"), "invalid_choice": _("请选1到5星。")},
    )
    comment = forms.CharField(
        label=_("评价"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("哪里好、哪里可以改进。请不要写自己和别人的电话、住址。"),
    )


class AnswerForm(forms.Form):
    """The one answer to a rating."""

    answer = forms.CharField(
        label=_("回复"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写回复。")},
    )


class ProposalForm(forms.ModelForm):
    """The record as its provider would have it."""

    note = forms.CharField(
        label=_("说明"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("开放时间或电话变了，写在这里，由社区（村）修改。"),
    )

    class Meta:
        model = ServicePage
        fields = FIELDS
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "eligibility": forms.Textarea(attrs={"rows": 2}),
            "documents": forms.Textarea(attrs={"rows": 3}),
            "status_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fee_fen"] = YuanField(label=_("金额（元）"), required=False)
        status, until = self.fields["status"], self.fields["status_until"]
        assert isinstance(status, forms.ChoiceField)  # noqa: S101 - for the type checker
        status.choices = ServiceStatus.choices
        assert isinstance(until, forms.DateTimeField)  # noqa: S101 - for the type checker
        until.input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]

    def _post_clean(self) -> None:
        """Leave the page as it is: what was typed goes to the verb, and only the publisher writes it down."""

    @property
    def wanted(self) -> dict[str, Any]:
        """A value for each field."""
        return {name: self.cleaned_data[name] for name in FIELDS}
