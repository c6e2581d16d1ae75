"""PDF files: what would run when one is opened."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

import structlog
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.validation import pdf_objects
from media.validation.pdf_objects import Found

log = structlog.get_logger(__name__)

IS_BROKEN: Final = _("PDF 文件已损坏或没有传完整，请重新生成或重新上传。")
SENTENCES: Final = {
    pdf_objects.ACTIVE: _(
        "这份 PDF 里有会自动运行的内容（脚本、程序或动态表单），不能上传。请用“打印成 PDF”重新生成。"
    ),
    pdf_objects.CALLS: _("这份 PDF 一打开就会连到别的网站或电脑，不能上传。请用“打印成 PDF”重新生成。"),
    pdf_objects.PROGRAMS: _("这份 PDF 里夹着程序（%(name)s），不能上传。请去掉附件后重新生成。"),
    pdf_objects.LOCKED: _("这份 PDF 加了打开密码，别人打不开，也没法检查。请取消密码后再上传。"),
    pdf_objects.TOO_MUCH: _("这份 PDF 的内容太零碎，没法检查完。请用“打印成 PDF”重新生成，或分成几份再传。"),
    pdf_objects.BROKEN: IS_BROKEN,
}
_TAIL: Final = 2048
# Larger files are parsed in a process of their own: what a parser takes ends with it.
_SMALL: Final = 1024 * 1024
_SECONDS: Final = 60.0
_PROGRAM: Final = Path(pdf_objects.__file__)


def check_pdf(content: IO[bytes], size: int) -> None:
    """Check a file that begins as a PDF.

    Raises:
        ValidationError: it is broken or locked, or does something by itself (`pdf_objects.look_at`).
    """
    content.seek(max(0, size - _TAIL))
    if b"%%EOF" not in content.read():
        raise ValidationError(IS_BROKEN, code="broken")
    try:
        if size <= _SMALL:
            pdf_objects.look_at(content)
        else:
            _look_elsewhere(content)
    except Found as found:
        raise ValidationError(SENTENCES[found.what], params={"name": found.detail}, code=found.what) from None


def _look_elsewhere(content: IO[bytes]) -> None:
    with tempfile.NamedTemporaryFile(prefix="document-") as copy:
        content.seek(0)
        shutil.copyfileobj(content, copy)
        copy.flush()
        command = [sys.executable, "-I", str(_PROGRAM), copy.name]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - our own program
        except subprocess.SubprocessError as error:
            # It was killed: by what it may take.
            log.info("document_not_parsed", error=str(error)[:300])
            raise Found(pdf_objects.TOO_MUCH) from None
    what, detail = json.loads(done.stdout)
    if what:
        raise Found(what, detail)
