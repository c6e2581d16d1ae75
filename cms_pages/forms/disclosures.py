"""The editor's form of a disclosure, and the forms of those who check, object, answer and mask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms_pages.forms.chosen_files import ChosenFilesForm
from cms_pages.models.disclosures.check import LONGEST_REMARK
from cms_pages.models.disclosures.objection import LONGEST_OBJECTION
from events.once import OnceForm


class DisclosurePageForm(ChosenFilesForm, WagtailAdminPageForm):
    """Lets a draft lack anything; what publishing needs is asked when it is submitted, and told at the
    fields.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_published_at is None and "correction_note" in self.fields:
            self.fields["correction_note"].widget = forms.HiddenInput()

    def is_valid(self) -> bool:
        """Return whether the draft may be saved; outside Wagtail's deferred validation, whether it may be
        checked.
        """
        valid: bool = super().is_valid()
        if valid and not self.is_deferred_validation:
            for error in self.instance.publication_errors():
                self.add_error(error.field if error.field in self.fields else None, error.message)
            valid = not self.errors
        return valid


class ObjectionForm(OnceForm):
    """What a resident holds against a disclosure."""

    text = forms.CharField(
        label=_("您的异议"),
        max_length=LONGEST_OBJECTION,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("写明哪一项、哪个数字、为什么不对。不要写自己或别人的姓名、电话、身份证号。"),
    )


class CheckForm(OnceForm):
    """A supervisor's decision, with a field for each place to which a remark may be attached."""

    PASS, RETURN = "pass", "return"
    decision = forms.ChoiceField(
        label=_("审核结果"),
        choices=[(PASS, _("通过，立即公开")), (RETURN, _("退回修改"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place, label in places.items():
            self.fields[self.field_name(place)] = forms.CharField(
                label=_("%(place)s：有什么问题") % {"place": label},
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea({"rows": 2}),
            )

    @staticmethod
    def field_name(place: str) -> str:
        """Return the name of the field for remarks at `place`."""
        return f"remark-{place or 'whole'}"

    @property
    def remarks(self) -> dict[str, str]:
        """What was written, by place."""
        typed = {place: self.cleaned_data.get(self.field_name(place), "").strip() for place in self.places}
        return {place: text for place, text in typed.items() if text}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == self.RETURN and not self.remarks:
            self.add_error("decision", _("退回要写明问题：请在有问题的地方填写，或写在“整份内容”里。"))
        if decision == self.PASS and self.remarks:
            self.add_error(
                "decision", _("您写了问题，又选了通过。要退回请选“退回修改”，否则请清空填写的问题。")
            )
        return cleaned
