"""What an attachment must be: the checks of pictures and documents, and the sizes of a picture."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Final
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from media.choices import AttachmentKind
from media.validation.documents import (
    check_document,
    checks,
    is_old_office_name,
    not_allowed,
    stored_name,
)
from media.validation.images import clean_image, is_picture_name

FOLDER: Final = "attachments"
# The longest side of a picture on pages, by the name of the size, from large to small.
SIZES: Final = {"large": 1280, "small": 480}
NOT_ALLOWED: Final = _(
    "不能上传这种文件。可以附：JPG、PNG、WebP、GIF、AVIF、HEIC 图片，"
    "PDF、Word（docx）、Excel（xlsx）、PPT（pptx）、ODT、ODS、CSV、TXT 文件。"
)
CONTENT_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "zip": "application/zip",
}
PICTURE_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")


@dataclass(frozen=True)
class Checked:
    """A file that may be stored, with what its row says of it."""

    kind: AttachmentKind
    name: str
    content_type: str
    content: File[bytes]
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    sizes: dict[str, bytes] = field(default_factory=dict)


def check(upload: IO[bytes], name: str) -> Checked:
    """Return the file as it may be stored; of a picture nothing but the pixels.

    Args:
        upload: read from its beginning.
        name: as it came; it decides whether the file must be a picture or a document.

    Raises:
        ValidationError: it can't be taken; the message says what to do.
    """
    if is_picture_name(name):
        return _picture(upload, name)
    if PurePath(name).suffix.lower().lstrip(".") in checks() or is_old_office_name(name):
        return _document(upload, name)
    raise not_allowed(name, NOT_ALLOWED)


def accepted_extensions(*, pictures_only: bool = False) -> str:
    """Return what the field tells the browser to offer. Without HEIC, so that iPhones send JPEG."""
    kinds = [*PICTURE_TYPES, *([] if pictures_only else (f".{extension}" for extension in checks()))]
    return ",".join(kinds)


def _picture(upload: IO[bytes], name: str) -> Checked:
    clean = clean_image(upload, name, tuple(SIZES.values()))
    data = clean.read()
    width, height = clean.size_in_pixels
    extension = PurePath(clean.name or "").suffix
    return Checked(
        kind=AttachmentKind.PICTURE,
        name=str(PurePath(stored_name(name)).with_suffix(extension)),
        content_type=clean.content_type or "",
        content=ContentFile(data),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        width=width,
        height=height,
        sizes={size: clean.sizes[side] for size, side in SIZES.items()},
    )


def _document(upload: IO[bytes], name: str) -> Checked:
    check_document(upload, name)
    kept = stored_name(name)
    digest = hashlib.sha256()
    size = 0
    upload.seek(0)
    while chunk := upload.read(65536):
        digest.update(chunk)
        size += len(chunk)
    upload.seek(0)
    return Checked(
        kind=AttachmentKind.DOCUMENT,
        name=kept,
        content_type=CONTENT_TYPES[PurePath(kept).suffix.lstrip(".")],
        content=File(upload),
        size=size,
        sha256=digest.hexdigest(),
    )


def store(checked: Checked) -> dict[str, str]:
    """Store the file and its sizes under names that nobody can guess; return them by their field."""
    stem = uuid4().hex
    place = f"{FOLDER}/{stem[:2]}/{stem}"
    names: dict[str, str] = {}
    try:
        names["file"] = default_storage.save(f"{place}{PurePath(checked.name).suffix}", checked.content)
        for size, data in checked.sizes.items():
            names[size] = default_storage.save(f"{place}-{size}.webp", ContentFile(data))
    except BaseException:
        discard(names.values())
        raise
    return names


def discard(names: Iterable[str]) -> None:
    """Delete files from storage; one that is gone already is no error."""
    for name in names:
        default_storage.delete(name)
