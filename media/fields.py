"""Form fields that store nothing unchecked."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from media.validation import documents, images
from media.validation.documents import CHECKS, check_document
from media.validation.images import CleanImageFile, clean_image


class CleanImageField(WagtailImageField):
    """Takes a picture by its content, whatever it is called, and returns it without metadata."""

    default_validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What Wagtail's page for uploads tells the browser before anything is sent.
        self.max_upload_size = images.MAX_BYTES
        self.max_upload_size_text = filesizeformat(images.MAX_BYTES)
        self.error_messages["file_too_large_unknown_size"] = _("图片太大，不能超过15 MB。")
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


class CheckedDocumentField(WagtailDocumentField):
    """Takes the kinds of files on the list, told by their content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = documents.MAX_BYTES
        self.max_upload_size_text = filesizeformat(documents.MAX_BYTES)
        self.error_messages["file_too_large_unknown_size"] = _("文件太大，不能超过20 MB。")
        self.help_text = _("PDF、Word、Excel、PPT、ODT、ODS、CSV 或 TXT，不超过20 MB。")
        self.widget.attrs.setdefault("accept", ",".join(f".{extension}" for extension in CHECKS))

    def to_python(self, data: Any) -> UploadedFile | None:
        """Return the file.

        Raises:
            ValidationError: it can't be taken.
        """
        upload: Any = FileField.to_python(self, data)
        if upload is not None:
            check_document(upload, upload.name or "")
        return upload
