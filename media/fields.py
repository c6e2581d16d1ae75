"""Form fields that store nothing unchecked."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from media.validation.documents import check_document, checks
from media.validation.images import CleanImageFile, clean_image


class CleanImageField(WagtailImageField):
    """Takes a picture by its content, whatever it is called, and returns it without metadata."""

    default_validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What Wagtail's page for uploads tells the browser before anything is sent.
        most = settings.PICTURE_MEGABYTES
        self.max_upload_size = most * 1024 * 1024
        self.max_upload_size_text = filesizeformat(self.max_upload_size)
        self.error_messages["file_too_large_unknown_size"] = _("图片太大，不能超过%d MB。") % most
        self.help_text = (
            _("JPG、PNG、WebP、AVIF、HEIC 或静态 GIF，不超过%d MB。拍摄地点等信息会自动清除。") % most
        )

    def to_python(self, data: Any) -> CleanImageFile | None:
        """Return the cleaned picture.

        Raises:
            ValidationError: it can't be taken.
        """
        upload = FileField.to_python(self, data)
        if upload is None or isinstance(upload, CleanImageFile):
            return upload
        return clean_image(upload, upload.name or "")


class CheckedDocumentField(WagtailDocumentField):
    """Takes the kinds of files on the list, told by their content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.DOCUMENT_MEGABYTES
        self.max_upload_size = most * 1024 * 1024
        self.max_upload_size_text = filesizeformat(self.max_upload_size)
        self.error_messages["file_too_large_unknown_size"] = _("文件太大，不能超过%d MB。") % most
        self.help_text = _("PDF、Word、Excel、PPT、ODT、ODS、CSV 或 TXT，不超过%d MB。") % most
        self.widget.attrs.setdefault("accept", ",".join(f".{extension}" for extension in checks()))

    def to_python(self, data: Any) -> UploadedFile | None:
        """Return the file.

        Raises:
            ValidationError: it can't be taken.
        """
        upload: Any = FileField.to_python(self, data)
        if upload is not None:
            check_document(upload, upload.name or "")
        return upload
