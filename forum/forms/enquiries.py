"""What people ask of bodies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Body
from events.once import OnceForm
from forum.attaching import MOST
from forum.choices import Purpose
from forum.enquiries import ANSWERING_KINDS, suggested_body
from forum.forms.writing import text_field
from forum.models import EnquiryCategory
from forum.models.topics import LONGEST_TITLE
from media.attachments.fields import AttachmentsForm

STARS = [(5, _("5星")), (4, _("4星")), (3, _("3星")), (2, _("2星")), (1, _("1星"))]


class EnquiryForm(AttachmentsForm, OnceForm):
    """An enquiry. Who answers follows from the category, unless another body is chosen."""

    purpose = forms.ChoiceField(
        label=_("您想"), choices=Purpose.choices, widget=forms.RadioSelect, initial=Purpose.ASK
    )
    category = forms.ModelChoiceField(
        label=_("哪方面的事"),
        queryset=EnquiryCategory.objects.select_related("department").order_by("position", "pk"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选是哪方面的事。"), "invalid_choice": _("请选列出的类别。")},
    )
    body = forms.ModelChoiceField(
        label=_("交给谁办"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("按类别自动分派"),
        error_messages={"invalid_choice": _("请选列出的单位。")},
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=LONGEST_TITLE,
        help_text=_("一句话说清楚什么事，4到80个字。"),
        error_messages={"required": _("请写标题。")},
    )
    text = text_field(8)
    visibility = forms.ChoiceField(
        label=_("谁能看到"),
        choices=[("public", _("公开，答复大家都能看")), ("private", _("不公开，只有我和办理单位能看"))],
        widget=forms.RadioSelect,
        initial="public",
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        bodies = self.fields["body"]
        assert isinstance(bodies, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        bodies.queryset = Body.objects.filter(
            kind__in=ANSWERING_KINDS, area__in=area.ancestor_ids, ended_on__isnull=True
        ).order_by("area__path", "kind", "name")

    def clean(self) -> dict[str, Any]:
        """Find who answers where nobody was chosen."""
        cleaned = super().clean() or {}
        category = cleaned.get("category")
        if category is not None and cleaned.get("body") is None:
            cleaned["body"] = suggested_body(category, self.area)
            if cleaned["body"] is None:
                self.add_error("body", _("这个类别还没有办理单位，请自己选一个。"))
        return cleaned


class AnswerForm(AttachmentsForm):
    """An answer in the name of a body, perhaps with a sheet or a picture."""

    most_attachments = MOST
    text = text_field(8)


class ConfirmForm(forms.Form):
    """Whether it was solved, and how satisfied one is."""

    solved = forms.ChoiceField(
        label=_("问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决，但不再追究"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    stars = forms.TypedChoiceField(
        label=_("满意吗"), choices=[("", _("不评")), *STARS], coerce=int, required=False, empty_value=None
    )


class ReopenForm(forms.Form):
    """What the answer has not solved."""

    reason = forms.CharField(
        label=_("哪里没有解决"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明哪里没有解决。")},
    )


class QueryForm(forms.Form):
    """Number and code, for whoever is not signed in."""

    number = forms.CharField(label=_("编号"), max_length=20, help_text=_("如 2026-000123"))
    code = forms.CharField(label=_("查询码"), max_length=20, help_text=_("提交时给您的8位字母和数字"))
