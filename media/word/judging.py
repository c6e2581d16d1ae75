"""Whether a file is a Word document that may be opened at all; each refusal says what to do."""

import io
import re
import zipfile
import zlib
from lzma import LZMAError
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from media.word.blocks import WordRefused

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 120 * 1024 * 1024
# The XML of one part. A page of text is about 30 kB of it; no page of the site holds 400 of paper.
MAX_XML: Final = 12 * 1024 * 1024
MAX_RATIO: Final = 150
# Below this size a high ratio is no bomb: an almost empty document packs to nothing.
MIN_BOMB: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 120

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARATION: Final = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What a damaged archive or part makes the standard library raise.
DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, ParseError, DefusedXmlException, KeyError, OSError),
    *(RuntimeError, TypeError, ValueError, NotImplementedError, OverflowError, EOFError, AttributeError),
    IndexError,
)


def broken() -> WordRefused:
    """Return the refusal of a document that can't be opened."""
    return WordRefused(
        _("这个 Word 文件打不开，可能已损坏或没有传完整。请在 Word 或 WPS 里打开，另存为 .docx 再试。")
    )


def bytes_of(upload: IO[bytes]) -> bytes:
    """Return the content of an upload that may be a Word document.

    Raises:
        WordRefused: it is empty, too large, or plainly something else.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if not data:
        raise WordRefused(_("文件是空的。"))
    if len(data) > MAX_BYTES:
        raise WordRefused(_("文件太大，Word 文件不能超过20 MB。请在 Word 里压缩图片后再试。"))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise WordRefused(_("文件加了打开密码。请在 Word 或 WPS 里取消密码，保存后再上传。"))
        raise WordRefused(
            _("这是旧版 Word（.doc）或 WPS（.wps）文件。请打开后用“另存为”保存成 .docx 再上传。")
        )
    if data.startswith(b"%PDF"):
        raise WordRefused(
            _("这是 PDF，读不出段落和表格。请上传 Word 原稿（.docx）；没有原稿的，把 PDF 作为附件发布。")
        )
    if data.startswith(b"{\\rtf"):
        raise WordRefused(_("这是 RTF 文件。请在 Word 或 WPS 里打开，另存为 .docx 再上传。"))
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"mime-version")):
        raise WordRefused(_("这是网页或 XML 文件。请在 Word 或 WPS 里打开，另存为 .docx 再上传。"))
    if not data.startswith(b"PK"):
        raise WordRefused(_("这不是 Word 文档。可以读取 .docx 文件。"))
    return data


def opened(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a Word document, judged by its table of contents before anything is unpacked.

    Raises:
        WordRefused: it is damaged, a bomb, has macros, or is something else.
    """
    too_large = _("文件展开后太大，不能读取。请把要公开的内容复制到新的 Word 文档再试。")
    # Counted before the directory is read: half a million entries would take 200 MB.
    if data.count(b"PK\x01\x02") > 10 * MAX_ENTRIES:
        raise WordRefused(too_large)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except DAMAGE:
        raise broken() from None
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise WordRefused(_("文件里有宏，不能读取。请另存为不带宏的 .docx 再试。"))
    if "mimetype" in names or "content.xml" in names:
        raise WordRefused(_("这是 OpenDocument 文件（.odt）。请用“另存为”保存成 .docx 再上传。"))
    if any(name.startswith("xl/") for name in names) and not any(n.startswith("word/") for n in names):
        raise WordRefused(_("这是 Excel 工作簿，不是 Word 文档。请新建草稿，再用“导入表格”读取它。"))
    if any(name.startswith("ppt/") for name in names) and not any(n.startswith("word/") for n in names):
        raise WordRefused(_("这是演示文稿，不是 Word 文档。可以作为附件发布。"))
    if not any(name.startswith("word/") for name in names):
        raise WordRefused(_("这不是 Word 文档。可以读取 .docx 文件。"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise WordRefused(_("文件加了打开密码。请在 Word 或 WPS 里取消密码，保存后再上传。"))
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > MIN_BOMB and unpacked > MAX_RATIO * max(len(data), 1)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_bomb:
        raise WordRefused(too_large)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the XML of one part of the document; None where there is no such part.

    Raises:
        WordRefused: it is damaged, too large, declares entities, or is nested beyond all measure.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > MAX_XML:
        raise WordRefused(_("文件太长，一个网页放不下。请分成几份，或作为附件发布。"))
    try:
        data = archive.read(entry)
    except DAMAGE:
        raise broken() from None
    if _DECLARATION.search(data[:4096].replace(b"\x00", b"")):
        raise WordRefused(_("文件里有外部实体声明，不能读取。请在 Word 或 WPS 里另存为 .docx 再试。"))
    try:
        return _tree(data)
    except DAMAGE:
        raise broken() from None


def _tree(data: bytes) -> Element:
    depth = 0
    root: Element | None = None
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise broken()
    if root is None:
        raise broken()
    return root
