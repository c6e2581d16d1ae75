"""The editor's form of a disclosure, and the forms of those who check, object, answer and mask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.forms.content import ContentPageForm
from cms_pages.models.disclosures.check import LONGEST_REMARK
from cms_pages.models.disclosures.objection import LONGEST_OBJECTION
from events.once import OnceForm

# So many rows of a table have a field of their own in a supervisor's form; so many more can be spoken of.
MOST_ROWS, MORE = 40, 6


class DisclosurePageForm(ContentPageForm):
    """The form of a disclosure. Its title and address are its duty's."""

    slug_follows_title = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_published_at is None:
            # A first version corrects nothing.
            self.fields.pop("correction_note", None)


class ObjectionForm(OnceForm):
    """What a resident holds against a disclosure."""

    text = forms.CharField(
        label=_("您的异议"),
        max_length=LONGEST_OBJECTION,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("写明哪一项、哪个数字、为什么不对。不要写自己或别人的姓名、电话、身份证号。"),
    )


class CheckForm(OnceForm):
    """A supervisor's decision, with a field for each place to which a remark may be attached.

    Args:
        places: the words for each place; rows of a table from `MOST_ROWS` on have no field of their own.
        beyond: by the place of a table with more rows, how many it has. For these there are `MORE` pairs of
            fields, a row's number and the remark, so that a form of five hundred rows stays one that can be
            sent.
    """

    PASS, RETURN = "pass", "return"
    decision = forms.ChoiceField(
        label=_("审核结果"),
        choices=[(PASS, _("通过，立即公开")), (RETURN, _("退回修改"))],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, places: dict[str, str], beyond: dict[str, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.beyond = beyond or {}
        for place, label in places.items():
            self.fields[self.field_name(place)] = _remark_field(_("%(place)s：有什么问题") % {"place": label})
        for place, last in self.beyond.items():
            for number in range(MORE):
                row, text = self.more_names(place, number)
                self.fields[row] = forms.IntegerField(
                    label=_("第几行"), required=False, min_value=MOST_ROWS + 1, max_value=last
                )
                self.fields[text] = _remark_field(_("有什么问题"))

    @staticmethod
    def field_name(place: str) -> str:
        """Return the name of the field for remarks at `place`."""
        return f"remark-{place or 'whole'}"

    @staticmethod
    def more_names(place: str, number: int) -> tuple[str, str]:
        """Return the names of a pair of fields for a row beyond those with a field of their own."""
        return f"row-{place}-{number}", f"row-{place}-{number}-text"

    @property
    def remarks(self) -> dict[str, str]:
        """What was written, by place."""
        typed = {place: self._typed(self.field_name(place)) for place in self.places}
        for place in self.beyond:
            for number in range(MORE):
                row, text = self.more_names(place, number)
                if self.cleaned_data.get(row):
                    key = f"{place}:{self.cleaned_data[row]}"
                    typed[key] = "\n".join(filter(None, (typed.get(key, ""), self._typed(text))))
        return {place: text for place, text in typed.items() if text}

    def _typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in self.beyond:
            for number in range(MORE):
                row, text = self.more_names(place, number)
                if row not in self.errors and bool(cleaned.get(row)) != bool(self._typed(text)):
                    missing = row if not cleaned.get(row) else text
                    said = _("请填写是第几行。") if missing == row else _("请写明有什么问题。")
                    self.add_error(missing, said)
        if self.errors:
            return cleaned
        decision = cleaned.get("decision")
        if decision == self.RETURN and not self.remarks:
            self.add_error("decision", _("退回要写明问题：请在有问题的地方填写，或写在“整份内容”里。"))
        if decision == self.PASS and self.remarks:
            self.add_error(
                "decision", _("您写了问题，又选了通过。要退回请选“退回修改”，否则请清空填写的问题。")
            )
        return cleaned


def _remark_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_REMARK, widget=forms.Textarea({"rows": 2})
    )
