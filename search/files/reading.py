"""The text of a document, read by `extract.py` in a process of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from search.documents import LONGEST_BODY
from search.files import extract

if TYPE_CHECKING:
    from media.models import Document

log = structlog.get_logger(__name__)
SECONDS: Final = 60.0
LARGEST: Final = 60 * 1024 * 1024
_PROGRAM: Final = Path(extract.__file__)


def kind_of(document: "Document") -> str:
    """Return how the document is read, or "" where it holds no words."""
    kind = Path(document.file.name or "").suffix.lower().removeprefix(".")
    return kind if kind in extract.READERS else ""


def text_of(document: "Document") -> str:
    """Return the text of a document, "" where none can be read: a scan, a broken file, too large or too
    slow a one. At most `LONGEST_BODY` characters.
    """
    kind = kind_of(document)
    if not kind:
        return ""
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        try:
            with document.file.open("rb") as stored:
                if stored.size > LARGEST:
                    return ""
                for chunk in stored.chunks():
                    copy.write(chunk)
            copy.flush()
            command = [sys.executable, "-I", str(_PROGRAM), kind, copy.name, str(LONGEST_BODY)]
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own program
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("file_text_not_read", document=document.pk, error=str(error))
            return ""
    if done.returncode:
        log.warning(
            "file_text_not_read", document=document.pk, error=done.stderr.decode(errors="replace")[-300:]
        )
    return done.stdout.decode("utf-8", "replace").strip()
