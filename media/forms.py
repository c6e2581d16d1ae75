"""The forms by which officials add pictures and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media.fields import CheckedDocumentField, CleanImageField


class ImageForm(BaseImageForm):
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


class DocumentForm(BaseDocumentForm):
    """A file to download."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = CheckedDocumentField(
                label=given.label, required=given.required, widget=given.widget
            )
