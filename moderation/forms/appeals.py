"""What people write when they ask for a second look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.choices import ReportReason
from moderation.models.queue import LONGEST_NOTE


class AppealForm(forms.Form):
    """Why the decision was wrong."""

    text = forms.CharField(
        label=_("申诉理由"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写清楚您认为哪里不对。由原处理人以外的人复核，5个工作日内答复。"),
        error_messages={"required": _("请写申诉理由。")},
    )


class ReportForm(forms.Form):
    """What is wrong with something."""

    reason = forms.ChoiceField(
        label=_("哪里有问题"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择举报原因。"), "invalid_choice": _("请选择列出的原因。")},
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有版主看得到，也不会告诉对方是谁举报的。"),
    )
