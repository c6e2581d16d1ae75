"""Form fields that store nothing unchecked."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from media.validation.documents import CHECKS, check_document
from media.validation.images import CleanImageFile, clean_image


class CleanImageField(WagtailImageField):
    """Takes a picture by its content, whatever it is called, and returns it without metadata."""

    default_validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _("JPG、PNG、WebP、AVIF 或静态 GIF，不超过15 MB。拍摄地点等信息会自动清除。")

    def to_python(self, data: Any) -> CleanImageFile | None:
        """Return the cleaned picture.

        Raises:
            ValidationError: it can't be taken.
        """
        upload = FileField.to_python(self, data)
        if upload is None or isinstance(upload, CleanImageFile):
            return upload
        return clean_image(upload)


class CheckedDocumentField(FileField):
    """Takes the kinds of files on the list, told by their content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _("PDF、Word、Excel、PPT、ODT、ODS、CSV 或 TXT，不超过20 MB。")
        self.widget.attrs.setdefault("accept", ",".join(f".{extension}" for extension in CHECKS))

    def to_python(self, data: Any) -> UploadedFile | None:
        """Return the file.

        Raises:
            ValidationError: it can't be taken.
        """
        upload = super().to_python(data)
        if upload is not None:
            check_document(upload, upload.name)
        return upload
