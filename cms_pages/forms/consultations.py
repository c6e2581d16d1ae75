"""The editor's form of a consultation, and the form by which somebody says what they think of it."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.blocks.consultations import FREE, ONE
from cms_pages.forms.content import ContentPageForm
from cms_pages.forms.guarded import GuardedForm

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage

LONGEST_ANSWER: Final = 500
LONGEST_TEXT: Final = 2000


class ConsultationPageForm(ContentPageForm):
    """The form of a consultation."""

    # Its address has nothing of the title.
    slug_follows_title = False


class OpinionForm(GuardedForm):
    """The questions of a consultation, and one's own words.

    Args:
        consultation: the page.
        answers: what the person answered before, as `Opinion.answers`.
        text: what they wrote before.
    """

    text = forms.CharField(
        label=_("我的意见"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("请不要写自己和别人的电话、住址、证件号。"),
    )

    def __init__(
        self,
        *args: Any,
        consultation: "ConsultationPage",
        answers: dict[str, Any] | None = None,
        text: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"q-{block.id}": block for block in consultation.questions}
        self.fields["text"].initial = text
        for name, block in self.questions.items():
            self.fields[name] = _field_of(block.value, (answers or {}).get(block.id))
        self.order_fields([*self.questions, "text"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not self.answers:
            self.add_error("text", _("请写下意见，或者回答一个问题。"))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by the key of the question's block: its text, or the numbers of the choices."""
        found: dict[str, Any] = {}
        for name, block in self.questions.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if block.value["kind"] == FREE:
                found[block.id] = value
            else:
                found[block.id] = [int(choice) for choice in ([value] if isinstance(value, str) else value)]
        return found


def _field_of(question: Any, answer: Any) -> forms.Field:
    required = bool(question["is_required"])
    label = question["question"]
    messages = {"required": _("请回答这个问题。")}
    if question["kind"] == FREE:
        return forms.CharField(
            label=label,
            required=required,
            max_length=LONGEST_ANSWER,
            initial=answer or "",
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages=messages,
        )
    choices = [(str(number), text) for number, text in enumerate(question["choices"])]
    chosen = [str(number) for number in answer or []]
    if question["kind"] == ONE:
        return forms.ChoiceField(
            label=label,
            required=required,
            choices=choices,
            initial=chosen[0] if chosen else None,
            widget=forms.RadioSelect,
            error_messages=messages,
        )
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        choices=choices,
        initial=chosen,
        widget=forms.CheckboxSelectMultiple,
        error_messages=messages,
        help_text=_("可以选几项。"),
    )
