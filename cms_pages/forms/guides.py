"""The editor's form of a guide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override

from cms_pages.forms.content import ContentPageForm
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


class GuidePageForm(ContentPageForm):
    """The form of a guide: money is typed in yuan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "fee_fen" in self.fields:
            self.fields["fee_fen"] = YuanField(label=_("金额（元）"), required=False)
