"""Files to download: which kinds are taken, told by their content."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Final

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.validation.images import is_picture_name
from media.validation.packages import check_package
from media.validation.pdf import check_pdf
from media.validation.sentences import IS_ENCRYPTED, IS_MANY
from media.validation.texts import check_csv_file, check_text_file
from media.validation.turns import decoding
from media.validation.weight import weigh

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_NAME: Final = 80

TOO_MANY_BYTES = _("文件太大（%(size)s MB），不能超过%(most)d MB。")
NOT_ALLOWED = _(
    "不能上传这种文件。可以上传：PDF、Word（docx）、Excel（xlsx）、PPT（pptx）、ODT、ODS、CSV、TXT。"
)
MAY_HAVE_MACROS = _(
    "“.%(extension)s”文件里可以有宏，不能上传。请用“另存为”保存成 docx、xlsx 或 pptx 再上传。"
)
IS_ARCHIVE = _("不能上传压缩包。请解开后，把里面的文件分别上传。")
IS_PICTURE = _("这是图片。请到“图片”里上传，再放进正文。")
OLD_OFFICE = _("这是旧版 Office 或 WPS 文件。请用“另存为”保存成 docx、xlsx 或 pptx 再上传。")
CONTENT_DIFFERS = _("文件内容和扩展名“.%(extension)s”不符，可能已损坏或改过扩展名。请检查后重新上传。")
CONTENT_IS = _("文件名以“.%(extension)s”结尾，内容却是%(kind)s。请检查后重新上传。")
IS_EMPTY = _("文件是空的。")

# What is not taken, by its ending, and can be told what to do.
_TOLD: Final = (
    (MAY_HAVE_MACROS, ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm")),
    (IS_ARCHIVE, ("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz")),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Office keeps a document with a password in a file of the old kind.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_HEAD: Final = 1024
# Larger files are checked one at a time, as pictures are: a table of 20 MB takes 100 MB as text.
_TAKES_TURNS: Final = 1024 * 1024
# What people mix up most, by the ending that puremagic gives it.
_KINDS: Final = {
    ".jpg": _("JPG 图片"),
    ".jfif": _("JPG 图片"),
    ".png": _("PNG 图片"),
    ".gif": _("GIF 图片"),
    ".webp": _("WebP 图片"),
    ".pdf": _("PDF"),
    ".exe": _("程序"),
    ".dll": _("程序"),
    ".rar": _("压缩包"),
    ".7z": _("压缩包"),
    ".html": _("网页"),
    ".mp4": _("视频"),
}
# Controls, what turns the letters after it round, what no font shows, and what some disk can't write.
_NOT_IN_NAMES: Final = re.compile(
    "[\x00-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    '\ud800-\udfff\U000e0000-\U000e007f\\\\"/:*?<>|%#;]+'
)
_PACKAGES: Final = {"word": "Word", "xl": "Excel", "ppt": "PPT"}
_FOLDERS: Final = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}


def _is_pdf(content: IO[bytes], size: int) -> bool:
    if not content.read(1024).lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return False
    if zipfile.is_zipfile(content):
        raise ValidationError(IS_MANY, params={"extension": "PDF"}, code="polyglot")
    check_pdf(content, size)
    return True


def _is_package(content: IO[bytes]) -> bool:
    head = content.read(_HEAD)
    if not head.startswith(b"PK"):
        return False
    if b"%PDF-" in head:
        raise ValidationError(IS_MANY, params={"extension": "PDF"}, code="polyglot")
    return True


def _is_office(content: IO[bytes], _size: int, *, folder: str) -> bool:
    if not _is_package(content):
        return False
    names = check_package(content)
    return "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)


def _is_open_document(content: IO[bytes], _size: int, *, content_type: bytes) -> bool:
    if not _is_package(content):
        return False
    check_package(content)
    with zipfile.ZipFile(content) as archive:
        entry = archive.getinfo("mimetype")
        return entry.file_size < 200 and archive.read(entry).strip() == content_type


def _is_zip(content: IO[bytes], _size: int) -> bool:
    return _is_package(content) and bool(check_package(content))


_OPEN: Final = b"application/vnd.oasis.opendocument."
# Extension → whether the content is that.
CHECKS: Final[dict[str, Callable[[IO[bytes], int], bool]]] = {
    "pdf": _is_pdf,
    "docx": partial(_is_office, folder="word"),
    "xlsx": partial(_is_office, folder="xl"),
    "pptx": partial(_is_office, folder="ppt"),
    "odt": partial(_is_open_document, content_type=_OPEN + b"text"),
    "ods": partial(_is_open_document, content_type=_OPEN + b"spreadsheet"),
    "csv": check_csv_file,
    "txt": check_text_file,
}


def checks() -> dict[str, Callable[[IO[bytes], int], bool]]:
    """Return the kinds that are taken here: with archives where the setting says so."""
    return {**CHECKS, "zip": _is_zip} if settings.DOCUMENTS_MAY_BE_ZIP else CHECKS


def check_document(upload: IO[bytes], name: str) -> None:
    """Check that `upload`, called `name`, is a file that we hand out.

    Raises:
        ValidationError: it isn't; the message says what to do. Or too many come at once (`turns.is_busy`).
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    size = weigh(upload, most=settings.DOCUMENT_MEGABYTES, is_empty=IS_EMPTY, is_too_large=TOO_MANY_BYTES)
    if upload.read(len(_OLE)) == _OLE:
        is_locked = _LOCKED in upload.read() and not is_old_office_name(name)
        raise ValidationError(IS_ENCRYPTED if is_locked else OLD_OFFICE, code="old_office")
    if extension not in checks():
        raise not_allowed(name, IS_PICTURE if is_picture_name(name) else NOT_ALLOWED)
    upload.seek(0)
    try:
        with decoding() if size > _TAKES_TURNS else nullcontext():
            matches = checks()[extension](upload, size)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        matches = False
    upload.seek(0)
    if not matches:
        kind = _kind_of(upload)
        # What is what it is called, and yet can't be read, is damaged.
        kind = "" if kind == _PACKAGES.get(_FOLDERS.get(extension, "")) else kind
        message = CONTENT_IS if kind else CONTENT_DIFFERS
        raise ValidationError(message, params={"extension": extension, "kind": kind}, code="content_differs")


def not_allowed(name: str, otherwise: "_StrPromise") -> ValidationError:
    """Return the refusal of a file of that name: what to do with its kind, or `otherwise`."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    told = next((sentence for sentence, endings in _TOLD if extension in endings), otherwise)
    return ValidationError(told, params={"extension": extension}, code="not_allowed")


def _kind_of(upload: IO[bytes]) -> str:
    """Return what the content is in words, where it is one of the usual mistakes."""
    head = io.BytesIO(upload.read(4096))
    upload.seek(0)
    if head.getvalue().startswith(b"PK"):
        return _package_of(upload)
    try:
        matches = puremagic.magic_stream(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((str(_KINDS[match.extension]) for match in matches if match.extension in _KINDS), "")


def _package_of(upload: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(upload) as archive:
            folders = {name.partition("/")[0] for name in archive.namelist()}
    except zipfile.BadZipFile:
        return ""  # cut short: what it was, its beginning doesn't tell
    return next((kind for folder, kind in _PACKAGES.items() if folder in folders), str(_("压缩包")))


def is_old_office_name(name: str) -> bool:
    """Return whether a file of that name is of an Office before 2007, or of a WPS, which have a sentence of
    their own.
    """
    return PurePath(name).suffix.lower() in (".doc", ".xls", ".ppt", ".wps", ".et", ".dps")


def stored_name(name: str) -> str:
    """Return `name` as the person who downloads it should read it: no path, no control characters, not too
    long.
    """
    path = PurePath(name.replace("\\", "/"))
    stem = _NOT_IN_NAMES.sub("", path.stem).strip(" .")
    return f"{stem[:MAX_NAME] or 'file'}{path.suffix.lower()}"
