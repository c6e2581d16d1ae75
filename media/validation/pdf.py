"""PDF files: what would run when one is opened."""

from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

IS_ACTIVE = _("这份 PDF 里有会自动运行的内容（脚本、程序或动态表单），不能上传。请用“打印成 PDF”重新生成。")
IS_BROKEN = _("PDF 文件已损坏或没有传完整，请重新生成或重新上传。")

_TAIL: Final = 2048
# Pages are looked at up to here: the whole of a law book would take seconds.
_MOST_PAGES: Final = 300
_MOST_ANNOTATIONS: Final = 3000
_RUNS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
)
_MOST_STEPS: Final = 50


def check_pdf(content: IO[bytes], size: int) -> None:
    """Check a file that begins as a PDF.

    Raises:
        ValidationError: it is broken, or holds scripts, calls of programs, or forms that are programs.
            Files inside are let through, as accounting wants them in invoices: nothing opens them by
            itself.
    """
    content.seek(max(0, size - _TAIL))
    if b"%%EOF" not in content.read():
        raise ValidationError(IS_BROKEN, code="broken")
    content.seek(0)
    try:
        is_active = _is_active(PdfReader(content, strict=False))
    except Exception:  # noqa: BLE001 - whatever a parser of such files stumbles over, it is not whole
        raise ValidationError(IS_BROKEN, code="broken") from None
    if is_active:
        raise ValidationError(IS_ACTIVE, code="active")


def _is_active(reader: PdfReader) -> bool:
    if reader.is_encrypted and not reader.decrypt(""):
        return False  # nothing can be read, nor run, without the reader's password
    root = reader.root_object
    names = _dictionary(root.get("/Names"))
    if "/JavaScript" in names:
        return True
    if "/XFA" in _dictionary(root.get("/AcroForm")):
        return True
    if _acts(root.get("/OpenAction")) or _any_acts(root.get("/AA")):
        return True
    seen = 0
    for number, page in enumerate(reader.pages):
        if number >= _MOST_PAGES:
            break
        if _any_acts(page.get("/AA")):
            return True
        annotations = page.get("/Annots")
        for reference in (annotations.get_object() if annotations is not None else None) or ():
            seen += 1
            if seen > _MOST_ANNOTATIONS:
                return False
            note = _dictionary(reference)
            if note.get("/Subtype") in ("/RichMedia", "/Movie", "/Screen"):
                return True
            if _acts(note.get("/A")) or _any_acts(note.get("/AA")):
                return True
    return False


def _dictionary(value: Any) -> Any:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else {}


def _acts(value: Any) -> bool:
    """Return whether an action, or one that follows it, runs something; to go to a place runs nothing."""
    for _step in range(_MOST_STEPS):
        action = _dictionary(value)
        if not action:
            return False
        if action.get("/S") in _RUNS or "/JS" in action:
            return True
        value = action.get("/Next")
    return True


def _any_acts(value: Any) -> bool:
    return any(_acts(action) for action in _dictionary(value).values())
