"""The workbench's forms that take personal data out of a disclosure, and take that back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms_pages.actions.lift_mask import lift_mask
from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.disclosures.masking import picture_keys
from cms_pages.forms.masked_pictures import PictureWidget
from cms_pages.models import DisclosureMask, DisclosurePage
from cms_pages.tables.finding import tables_of
from communities.viewsets.verbs import VerbForm
from media.models import Document, Image
from media.tables.checking import TOTALS, place_name
from media.tables.masking import Place
from media.tables.presentation import heading_column
from media.tables.table import Table
from media.tables.values import MASKED, shown


def _key(block: str, place: Place) -> str:
    return f"{block}:{place[0]}:{place[1]}"


class CellsWidget(forms.CheckboxSelectMultiple):
    """The tables of a page with a box to tick in each cell.

    Attributes:
        tables: by the id of their blocks.
    """

    template_name = "cms_pages/disclosures/admin/cells.html"
    tables: dict[str, Table]

    class Media:
        css = {"all": ["cms_pages/css/disclosure_admin.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows; the fields of Wagtail's editor find an id on it."""
        ticked = set(value or [])
        tables = [
            {
                "caption": table.caption,
                "headings": [column.heading for column in table.columns],
                "lines": list(self._lines(block, table, ticked)),
            }
            for block, table in self.tables.items()
        ]
        return {"widget": {"name": name, "attrs": attrs or {}}, "tables": tables}

    def _lines(self, block: str, table: Table, ticked: set[str]) -> Any:
        rows: list[Any] = [*enumerate(table.rows, start=1)]
        if table.totals is not None:
            rows.append((TOTALS, table.totals))
        heading = heading_column(table.columns)
        for number, row in rows:
            about = shown(row[heading], table.columns[heading].kind)
            yield {
                "label": table.totals_label if number == TOTALS else str(number),
                "cells": [
                    {
                        "key": _key(block, (number, place)),
                        "shown": shown(cell, column.kind),
                        "label": f"{place_name(number, column.title)}（{about}）" if about else "",
                        "can_go": cell not in (None, MASKED),
                        "is_ticked": _key(block, (number, place)) in ticked,
                    }
                    for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
                ],
            }


class MaskForm(VerbForm):
    """What to take out of one disclosure, and why."""

    text = forms.CharField(
        label=gettext_lazy("要隐去的文字"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "照原文填写，一个字也不能差，如一个身份证号。公开页面、历次版本、草稿、下载里的都会换成“〔已隐去〕”。"
        ),
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("或者要隐去的附件"), queryset=Document.objects.none(), required=False
    )
    picture = forms.ModelChoiceField(
        label=gettext_lazy("或者要隐去的图片"),
        queryset=Image.objects.none(),
        required=False,
        widget=PictureWidget,
        help_text=gettext_lazy(
            "图片的位置上会写明理由。原图移出图片库，只有主任、街道和区级管理员能查阅；别的页面用了同一张图的，要另外处理。"
        ),
    )
    cells = forms.MultipleChoiceField(
        label=gettext_lazy("或者勾选表格里的格"),
        required=False,
        widget=CellsWidget,
        help_text=gettext_lazy(
            "数字、金额、日期、百分比、文字都可以。只隐去一个数时，能倒算出它的合计或结余也会一起隐去；"
            "不想隐去合计，就同时勾选同一列的两个数。"
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureMask
        fields = ["page", "text", "document", "picture", "reason"]
        widgets = {"page": forms.HiddenInput}

    field_order = ["page", "text", "document", "picture", "cells", "reason", "seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = str(self.data.get("page") or self.instance.page_id or "")
        mine = DisclosurePage.objects.looked_after_by(self.for_user)
        found = mine.filter(pk=key if key.isascii() and key.isdigit() else None)
        self.fields["page"].queryset = found
        self.disclosure = found.select_related("area").first()
        self.tables = dict(tables_of(self.disclosure)) if self.disclosure else {}
        self._offer_files()
        self._offer_cells()
        self.initial["seen"] = self._newest()

    def _offer_files(self) -> None:
        """Offer what goes with the page now, or with one of the versions that everybody can read."""
        documents: set[int] = set()
        pictures: set[int] = set()
        if self.disclosure is not None:
            documents.update(self.disclosure.attachments.values_list("document", flat=True))
            pictures.update(picture_keys(self.disclosure.content.get_prep_value()))
            for version in self.disclosure.versions.all():
                documents.update(row["document"] for row in version.attachments)
                pictures.update(picture_keys(version.content))
        self.fields["document"].queryset = Document.objects.filter(pk__in=documents)
        shown = Image.objects.filter(pk__in=pictures).order_by("pk")
        self.fields["picture"].queryset = shown
        self.fields["picture"].widget.pictures = list(shown.prefetch_renditions("max-165x165"))
        if not pictures:
            del self.fields["picture"]

    def _offer_cells(self) -> None:
        if not self.tables:
            del self.fields["cells"]
            return
        self.fields["cells"].widget.tables = self.tables
        self.fields["cells"].choices = [
            (_key(block, (number, column)), "")
            for block, table in self.tables.items()
            for number in [*range(1, len(table.rows) + 1), TOTALS]
            for column in range(len(table.columns))
        ]

    def _newest(self) -> int:
        newest = self.disclosure.versions.order_by("-number").first() if self.disclosure else None
        return newest.number if newest else 0

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("cells") and cleaned.get("seen") != self._newest():
            self.add_error("cells", _("表格刚刚更正过，请重新勾选。"))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the checks to the verb."""

    def act(self, *, actor: User, now: datetime) -> DisclosureMask:
        """Mask it."""
        places = []
        for key in self.cleaned_data.get("cells") or []:
            block, row, column = key.rsplit(":", 2)
            places.append((block, (int(row), int(column))))
        names = ("page", "text", "document", "picture", "reason")
        given = {name: self.cleaned_data.get(name) for name in names}
        return mask_disclosure(actor=actor, cells=places, now=now, **given)


class LiftForm(VerbForm):
    """Why a mask was a mistake."""

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureMask
        fields = ["lift_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lift_reason"].required = True

    def _post_clean(self) -> None:
        """Leave the checks to the verb."""

    def act(self, *, actor: User, now: datetime) -> DisclosureMask:
        """Take it back."""
        mask = DisclosureMask.objects.select_related("page__area", "page__body_owner").get(
            pk=self.instance.pk
        )
        lift_mask(actor=actor, mask=mask, reason=self.cleaned_data["lift_reason"], now=now)
        return mask
