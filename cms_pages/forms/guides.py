"""The editor's form of a guide."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override

from cms_pages.forms.chosen_files import ChosenFilesForm
from cms_pages.publication.words import MAX_TITLE
from communities.models import ContactFact, OpeningSchedule

DEAREST_YUAN = 1_000_000


class BodyFactField(ModelChoiceField):
    """A fact of some body, by the body's name and its own."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset.select_related("body"), **kwargs)

    def label_from_instance(self, obj: "ContactFact | OpeningSchedule") -> str:
        return f"{obj.body} · {obj}"


for _model in (ContactFact, OpeningSchedule):
    register_form_field_override(ForeignKey, to=_model, override={"form_class": BodyFactField})


class YuanField(forms.DecimalField):
    """Typed in yuan, kept in whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=DEAREST_YUAN, min_value=0, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(None if initial is None else Decimal(initial) / 100, data)


class GuidePageForm(ChosenFilesForm, WagtailAdminPageForm):
    """Lets a draft lack anything but its name; what publishing needs is asked of the page, and told at the
    fields.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None:
            self.instance.future_parent = self.parent_page.specific
            self.instance.belong_to(self.instance.future_parent)
        if "title" in self.fields:
            title = cast("forms.CharField", self.fields["title"])
            title.max_length = MAX_TITLE
            title.widget.attrs["maxlength"] = MAX_TITLE
        if "fee_fen" in self.fields:
            self.fields["fee_fen"] = YuanField(label=_("金额（元）"), required=False)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if len(title) > MAX_TITLE:
            raise forms.ValidationError(
                _("名称太长（%(length)d个字），最多%(most)d个字。")
                % {"length": len(title), "most": MAX_TITLE}
            )
        return title

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.first_published_at:
            # Nobody has the address of a draft yet: it follows the title.
            self.instance.slug = ""
        return cleaned

    def is_valid(self) -> bool:
        """Return whether the draft may be saved; outside Wagtail's deferred validation, whether it may be
        published.
        """
        valid: bool = super().is_valid()
        if valid and not self.is_deferred_validation:
            # What the page is asked is all of it: places and phones go to the instance, in memory only.
            self.save_cluster_m2m()
            for formset in self.formsets.values():
                formset.save(commit=False)
            for error in self.instance.publication_errors():
                self.add_error(error.field if error.field in self.fields else None, error.message)
            valid = not self.errors
        return valid
