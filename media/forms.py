"""The forms by which officials add pictures and files."""

from typing import Any

from django.forms import ChoiceField, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media.changes import tell_all
from media.choices import PeopleShown
from media.fields import CheckedDocumentField, CleanImageField


class _TellingForm:
    """Tells whoever shows a file that it was changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._actor = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def save(self, commit: bool = True) -> Any:
        """Save, and tell where something was there before."""
        was_there = self.instance.pk is not None  # type: ignore[attr-defined]
        saved = super().save(commit=commit)  # type: ignore[misc]
        if commit and was_there and self.has_changed():  # type: ignore[attr-defined]
            tell_all(actor=self._actor, file=self.instance)  # type: ignore[attr-defined]
        return saved


class ImageForm(_TellingForm, BaseImageForm):
    """A picture must say what is to be seen in it, for those who can't see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = CleanImageField(
                label=given.label, required=given.required, widget=given.widget
            )
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("替代文字")
            field.help_text = _("用一句话说明图里有什么，读屏软件会读给看不见图的人听。")
            field.error_messages["required"] = _("请填写替代文字：用一句话说明图里有什么。")
        if "credit" in self.fields:
            credit = self.fields["credit"]
            credit.required = True
            credit.help_text = _("谁拍的、谁画的或从哪里来，例如“本社区拍摄”“居民王某提供”，会写在图片下面。")
            credit.error_messages["required"] = _("请写明图片的来源或作者。")
        if "people" in self.fields:
            # One is to be chosen, so none is chosen yet.
            self.fields["people"] = ChoiceField(
                label=_("图中的人"),
                choices=PeopleShown.choices,
                widget=RadioSelect,
                help_text=_("能认出来的人，要先问过本人是否同意放到网上。"),
                error_messages={"required": _("请选择图中有没有能认出来的人、是否都同意公开。")},
            )


class DocumentForm(_TellingForm, BaseDocumentForm):
    """A file to download."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = CheckedDocumentField(
                label=given.label, required=given.required, widget=given.widget
            )
