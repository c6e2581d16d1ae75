"""Files that are zip archives inside: Office's and OpenDocument's. What is in them is judged before anybody
unpacks it.

A package is refused for what programs would run or fetch when it is opened: macros, programs, templates from
elsewhere, external entities of XML (OWASP, “File Upload” and “XXE” cheat sheets).
"""

import re
import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ENTRIES: Final = 10_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
# Repetitive sheets shrink to a fortieth; bombs to a thousandth. Small parts may shrink as they like.
MAX_RATIO: Final = 150
RATIO_COUNTS_FROM: Final = 5 * 1024 * 1024
_HEAD: Final = 4096
_MOST_XML: Final = 400
_MOST_RELATIONS: Final = 1024 * 1024

HAS_MACROS = _("文件里有宏，不能上传。请另存为不带宏的文件。")
HAS_PROGRAMS = _("文件里夹着程序或控件（%(name)s），不能上传。请删去后另存再传。")
IS_BOMB = _("文件解开后太大（超过%(most)d MB，或压缩得异常厉害），不能上传。")
TOO_MANY_PARTS = _("文件里的部件太多，不能上传。请删去多余内容或分成几份。")
BAD_NAMES = _("文件里有指向别处的路径，可能有危险，不能上传。请用办公软件重新另存再传。")
IS_ENCRYPTED = _("文件加了密码，别人打不开。请取消密码后再上传。")
FETCHES = _("文件打开时会从别的地方取内容（外部模板或外部对象），不能上传。请断开链接后另存再传。")
STARTS = _("文件里有会启动别的程序的链接（DDE），不能上传。请删去这些域或链接后另存再传。")
HAS_ENTITIES = _("文件里有不该有的 XML 定义（外部实体），可能有危险，不能上传。请用办公软件重新另存再传。")

_MACROS: Final = re.compile(
    r"(?:^|/)vba(?:project|data)\w*\.(?:bin|xml)$|^xl/macrosheets/|^(?:basic|scripts)/", re.IGNORECASE
)
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|lnk|msi|sh)$|(?:^|/)activex/", re.IGNORECASE
)
# Relations that are followed without a click; a hyperlink is not.
_FETCHED: Final = (
    rb"(?:attachedTemplate|/oleObject|/frame|subDocument|externalLinkPath|/package"
    rb"|/aFChunk|/image|/video|/audio)"
)
_OUTSIDE: Final = rb"TargetMode\s*=\s*[\"']External[\"']"
_FOLLOWED: Final = re.compile(
    rb"<[^<>]*" + _FETCHED + rb"[^<>]*" + _OUTSIDE + rb"[^<>]*>"
    rb"|<[^<>]*" + _OUTSIDE + rb"[^<>]*" + _FETCHED + rb"[^<>]*>"
)
# Links by which Office starts a program that is asked for cells or words (DDE): a part of its own in a
# workbook, a field in a text.
_LINKED: Final = re.compile(rb"<(?:\w+:)?ddeLink\b|instrText[^<>]*>\s*DDE(?:AUTO)?\s|instr\s*=\s*[\"']\s*DDE")
_WITH_LINKS: Final = re.compile(r"^xl/externalLinks/[^/]+\.xml$|^word/[^/]+\.xml$")
_MOST_WORDS: Final = 8 * 1024 * 1024


def check_package(content: IO[bytes]) -> list[str]:
    """Return the names in the archive, when nothing in it does harm.

    Raises:
        ValidationError: something does; the message says what.
        BadZipFile: it is no archive, or a broken one.
    """
    with zipfile.ZipFile(content) as archive:
        entries = archive.infolist()
        _check_size(entries)
        for entry in entries:
            _check_entry(entry)
        _check_xml(archive, entries)
        return [entry.filename for entry in entries]


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    """By what the directory says: readers believe it, and stop where it says."""
    if len(entries) > MAX_ENTRIES:
        raise ValidationError(TOO_MANY_PARTS, code="too_many_parts")
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = any(
        entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if unpacked > MAX_UNPACKED or too_dense:
        raise ValidationError(IS_BOMB, params={"most": MAX_UNPACKED // 1024 // 1024}, code="bomb")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # zipfile turns a backslash into a slash on Windows only.
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name.partition("/")[0] or ".." in PurePosixPath(name).parts:
        raise ValidationError(BAD_NAMES, code="bad_names")
    if entry.flag_bits & 0x1:
        raise ValidationError(IS_ENCRYPTED, code="encrypted")
    if _MACROS.search(name):
        raise ValidationError(HAS_MACROS, code="macros")
    if _PROGRAMS.search(name):
        raise ValidationError(HAS_PROGRAMS, params={"name": PurePosixPath(name).name[:40]}, code="programs")


def _check_xml(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Office and OpenDocument write no DTD; whoever does wants something of the reader."""
    parts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    for entry in parts[:_MOST_XML]:
        with archive.open(entry) as part:
            head = part.read(_most_of(entry.filename)).replace(b"\x00", b"")
        if b"<!DOCTYPE" in head[:_HEAD] or b"<!ENTITY" in head[:_HEAD]:
            raise ValidationError(HAS_ENTITIES, code="entities")
        if b"macroEnabled" in head and entry.filename == "[Content_Types].xml":
            raise ValidationError(HAS_MACROS, code="macros")
        if entry.filename.endswith(".rels") and _FOLLOWED.search(head):
            raise ValidationError(FETCHES, code="fetches")
        if _WITH_LINKS.search(entry.filename) and _LINKED.search(head):
            raise ValidationError(STARTS, code="starts")


def _most_of(name: str) -> int:
    """Return how much of a part is looked at, in bytes."""
    if name.endswith(".rels") or name == "[Content_Types].xml":
        return _MOST_RELATIONS
    return _MOST_WORDS if _WITH_LINKS.search(name) else _HEAD
