"""Files to download: which kinds are taken, told by their content."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ZIP_ENTRIES = 10_000
MAX_NAME = 80

TOO_MANY_BYTES = _("文件太大（%(size)s MB），不能超过%(most)d MB。")
NOT_ALLOWED = _(
    "不能上传这种文件。可以上传：PDF、Word（docx）、Excel（xlsx）、PPT（pptx）、ODT、ODS、CSV、TXT。"
)
OLD_OFFICE = _("这是旧版 Office 文件。请用“另存为”保存成 docx、xlsx 或 pptx 再上传。")
CONTENT_DIFFERS = _("文件内容和扩展名“.%(extension)s”不符，可能已损坏或改过扩展名。请检查后重新上传。")
HAS_MACROS = _("文件里有宏，不能上传。请另存为不带宏的文件。")
IS_EMPTY = _("文件是空的。")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _is_pdf(content: IO[bytes]) -> bool:
    return b"%PDF-" in content.read(1024)


def _is_office(folder: str) -> Callable[[IO[bytes]], bool]:
    def check(content: IO[bytes]) -> bool:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if len(names) > MAX_ZIP_ENTRIES:
                return False
            if any(PurePath(name).name.lower() == "vbaproject.bin" for name in names):
                raise ValidationError(HAS_MACROS, code="macros")
            return "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)

    return check


def _is_open_document(content_type: bytes) -> Callable[[IO[bytes]], bool]:
    def check(content: IO[bytes]) -> bool:
        with zipfile.ZipFile(content) as archive:
            entry = archive.getinfo("mimetype")
            return entry.file_size < 200 and archive.read(entry).strip() == content_type

    return check


def _is_text(content: IO[bytes]) -> bool:
    data = content.read()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        return False
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


# Extension → whether the content is that.
CHECKS: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": _is_pdf,
    "docx": _is_office("word"),
    "xlsx": _is_office("xl"),
    "pptx": _is_office("ppt"),
    "odt": _is_open_document(b"application/vnd.oasis.opendocument.text"),
    "ods": _is_open_document(b"application/vnd.oasis.opendocument.spreadsheet"),
    "csv": _is_text,
    "txt": _is_text,
}


def check_document(upload: IO[bytes], name: str) -> None:
    """Check that `upload`, called `name`, is a file that we hand out.

    Raises:
        ValidationError: it isn't; the message says what to do.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    upload.seek(0, io.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    if size == 0:
        raise ValidationError(IS_EMPTY, code="empty")
    most = settings.DOCUMENT_MEGABYTES
    if size > most * 1024 * 1024:
        params = {"size": f"{size / 1024 / 1024:.1f}", "most": most}
        raise ValidationError(TOO_MANY_BYTES, params=params, code="too_large")
    if upload.read(len(_OLE)) == _OLE:
        raise ValidationError(OLD_OFFICE, code="old_office")
    if extension not in CHECKS:
        raise ValidationError(NOT_ALLOWED, code="not_allowed")
    upload.seek(0)
    try:
        matches = CHECKS[extension](upload)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        matches = False
    upload.seek(0)
    if not matches:
        raise ValidationError(CONTENT_DIFFERS, params={"extension": extension}, code="content_differs")


def is_old_office_name(name: str) -> bool:
    """Return whether a file of that name is of an Office before 2007, which has a sentence of its own."""
    return PurePath(name).suffix.lower() in (".doc", ".xls", ".ppt")


def stored_name(name: str) -> str:
    """Return `name` as the person who downloads it should read it: no path, no control characters, not too
    long.
    """
    path = PurePath(name.replace("\\", "/"))
    stem = re.sub(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069"/:*?<>|%#;]+', "", path.stem).strip(
        " ."
    )
    return f"{stem[:MAX_NAME] or 'file'}{path.suffix.lower()}"
