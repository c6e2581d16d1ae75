"""PDF files: what would run when one is opened."""

import re
import time
from collections.abc import Iterator
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

IS_ACTIVE = _("这份 PDF 里有会自动运行的内容（脚本、程序或动态表单），不能上传。请用“打印成 PDF”重新生成。")
IS_BROKEN = _("PDF 文件已损坏或没有传完整，请重新生成或重新上传。")

HAS_PROGRAMS = _("这份 PDF 里夹着程序（%(name)s），不能上传。请去掉附件后重新生成。")

_TAIL: Final = 2048
_RUNS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE"}
)
_SCRIPTS: Final = frozenset({"/JS", "/JavaScript", "/XFA"})
_PLAYS: Final = frozenset({"/RichMedia", "/Movie", "/Screen", "/3D"})
# Without one of these words, however it is spelt, nothing in a file runs: few files have to be walked.
_SUSPECT: Final = re.compile(
    rb"/(?:JS|JavaScript|Launch|ImportData|SubmitForm|Rendition|RichMedia\w*|XFA|Movie|Screen|3D|GoToE"
    rb"|EmbeddedFiles?|FileAttachment)\b"
)
_SPELT: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|lnk|msi|sh|docm|xlsm|pptm)\s*$", re.IGNORECASE
)
# Files are looked at up to here, and what has more is not believed.
_MOST_OBJECTS: Final = 40_000
_MOST_SECONDS: Final = 20.0
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_DEEPEST: Final = 30


def check_pdf(content: IO[bytes], size: int) -> None:
    """Check a file that begins as a PDF.

    Raises:
        ValidationError: it is broken, or holds scripts, calls of programs, or forms that are programs.
            Files inside are let through, as accounting wants them in invoices: nothing opens them by
            itself. Programs are not.
    """
    content.seek(max(0, size - _TAIL))
    if b"%%EOF" not in content.read():
        raise ValidationError(IS_BROKEN, code="broken")
    content.seek(0)
    try:
        _check_objects(PdfReader(content, strict=False), content)
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001 - whatever a parser of such files stumbles over, it is not whole
        raise ValidationError(IS_BROKEN, code="broken") from None


def _check_objects(reader: PdfReader, content: IO[bytes]) -> None:
    """Look at every object that the file has, also those that no page leads to."""
    if reader.is_encrypted and not reader.decrypt(""):
        return  # nothing can be read, nor run, without the reader's password
    if not len(reader.pages):
        raise ValidationError(IS_BROKEN, code="broken")
    if not any(_SUSPECT.search(words) for words in _words(reader, content)):
        return
    until = time.monotonic() + _MOST_SECONDS
    for seen, (number, generation) in enumerate(_keys(reader)):
        if seen > _MOST_OBJECTS or time.monotonic() > until:
            raise ValidationError(IS_ACTIVE, code="active")
        found = reader.get_object(IndirectObject(number, generation, reader))
        _check_value(found, 0)


def _words(reader: PdfReader, content: IO[bytes]) -> Iterator[bytes]:
    """Give the file's bytes, and those of its packed objects."""
    content.seek(0)
    yield _plain(content.read())
    unpacked = 0
    for number in sorted({stream for stream, _place in reader.xref_objStm.values()}):
        packed = reader.get_object(IndirectObject(number, 0, reader))
        data = packed.get_data() if isinstance(packed, StreamObject) else b""
        unpacked += len(data)
        if unpacked > _MOST_UNPACKED:
            raise ValidationError(IS_BROKEN, code="broken")
        yield _plain(data)


def _plain(data: bytes) -> bytes:
    """Return names as they are meant: `/J#61vaScript` is JavaScript."""
    return _SPELT.sub(lambda found: bytes([int(found[1], 16)]), data)


def _keys(reader: PdfReader) -> Iterator[tuple[int, int]]:
    for generation, places in reader.xref.items():
        for number in places:
            if generation != 65535:
                yield number, generation
    for number in reader.xref_objStm:
        yield number, 0


def _check_value(value: Any, depth: int) -> None:
    """Refuse what runs, in an object or in what stands in it; what it refers to has its own turn."""
    if depth > _DEEPEST:
        raise ValidationError(IS_ACTIVE, code="active")
    if isinstance(value, DictionaryObject):
        runs = not _SCRIPTS.isdisjoint(value) or _at(value, "/S") in _RUNS or _at(value, "/Subtype") in _PLAYS
        if runs:
            raise ValidationError(IS_ACTIVE, code="active")
        for key in ("/F", "/UF"):
            name = str(_at(value, key))
            if _PROGRAMS.search(name):
                raise ValidationError(HAS_PROGRAMS, params={"name": name[-40:]}, code="programs")
        for key in value:
            inner = value.raw_get(key)
            if not isinstance(inner, IndirectObject):
                _check_value(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            if not isinstance(inner, IndirectObject):
                _check_value(inner, depth + 1)


def _at(value: DictionaryObject, key: str) -> Any:
    """Return what stands under a key, or what that refers to; None where there is nothing."""
    found = value.raw_get(key) if key in value else None
    return found.get_object() if isinstance(found, IndirectObject) else found
