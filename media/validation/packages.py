"""Files that are zip archives inside: Office's and OpenDocument's. What is in them is judged before anybody
unpacks it.

A package is refused for what programs would run or fetch when it is opened: macros, programs, templates from
elsewhere, external entities of XML (OWASP, “File Upload” and “XXE” cheat sheets).
"""

import io
import re
import struct
import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.validation.parts import FETCHES, HAS_MACROS, check_part

MAX_ENTRIES: Final = 10_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
# Repetitive sheets shrink to a fortieth; bombs to a thousandth. Small parts may shrink as they like.
MAX_RATIO: Final = 150
RATIO_COUNTS_FROM: Final = 5 * 1024 * 1024
# A workbook in a document, a document in that: nobody goes deeper by hand.
MAX_DEPTH: Final = 3
MAX_INNER: Final = 20 * 1024 * 1024

HAS_PROGRAMS = _("文件里夹着程序或控件（%(name)s），不能上传。请删去后另存再传。")
IS_BOMB = _("文件解开后太大（超过%(most)d MB，或压缩得异常厉害），不能上传。")
TOO_MANY_PARTS = _("文件里的部件太多，不能上传。请删去多余内容或分成几份。")
TOO_DEEP = _("文件里一层套一层地夹着压缩文件，不能上传。请把里面的文件拿出来，分别上传。")
BAD_NAMES = _("文件里有指向别处的路径，可能有危险，不能上传。请用办公软件重新另存再传。")
IS_FALSE = _("文件的目录和内容对不上，可能有危险或已损坏，不能上传。请用办公软件重新另存再传。")
IS_ENCRYPTED = _("文件加了密码，别人打不开。请取消密码后再上传。")

_MACROS: Final = re.compile(
    r"(?:^|/)vba(?:project|data)\w*\.(?:bin|xml)$|^xl/macrosheets/|^(?:basic|scripts)/"
    r"|\.(?:doc|dot|xls|xlt|xla|ppt|pot|pps|ppa)m$",
    re.IGNORECASE,
)
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|lnk|msi|sh)$|(?:^|/)activex/", re.IGNORECASE
)
# What a workbook asks a server for when it is opened.
_QUERIES: Final = re.compile(r"^xl/(?:connections\.xml$|queryTables/)", re.IGNORECASE)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which an object holds any file at all, and the one with macros.
_ANY_FILE: Final = "\x01Ole10Native".encode("utf-16-le")
_OLD_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
_IN_DIRECTORY: Final = b"PK\x01\x02"
_LOCAL: Final = struct.Struct("<4s5HLLLHH")
_SIZES_FOLLOW: Final = 0x8
_IS_LONG: Final = 0xFFFFFFFF
_LONG_SIZES: Final = re.compile(rb"\x01\x00[\x10-\x1c]\x00(.{16})", re.DOTALL)


def check_package(content: IO[bytes], *, depth: int = 1) -> list[str]:
    """Return the names in the archive, when nothing in it does harm.

    Args:
        content: a whole file.
        depth: how many packages it lies in, itself among them.

    Raises:
        ValidationError: something does; the message says what.
        BadZipFile: it is no archive, or a broken one.
    """
    _check_count(content)
    with zipfile.ZipFile(content) as archive:
        entries = archive.infolist()
        _check_size(entries)
        for entry in entries:
            _check_entry(entry)
        _check_places(content, entries)
        for entry in entries:
            _check_content(archive, entry, depth)
        return [entry.filename for entry in entries]


def _check_count(content: IO[bytes]) -> None:
    """Count before the directory is read: a million entries would take a gigabyte."""
    content.seek(0)
    count, tail = 0, b""
    while chunk := content.read(1024 * 1024):
        count += (tail + chunk).count(_IN_DIRECTORY)
        tail = chunk[-3:]
        # Twice, as packages inside have directories, too.
        if count > 2 * MAX_ENTRIES:
            raise ValidationError(TOO_MANY_PARTS, code="too_many_parts")
    content.seek(0)


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
        raise _programs(name)
    if _QUERIES.search(name):
        raise ValidationError(FETCHES, code="fetches")


def _programs(name: str) -> ValidationError:
    return ValidationError(HAS_PROGRAMS, params={"name": PurePosixPath(name).name[:40]}, code="programs")


def _check_places(content: IO[bytes], entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file that is another one to a program which believes the parts instead of the directory: two
    parts of one name, parts that lie upon each other, sizes or names that differ.
    """
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise ValidationError(IS_FALSE, code="false")
    free_from = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        content.seek(entry.header_offset)
        head = content.read(_LOCAL.size)
        if entry.header_offset < free_from or len(head) < _LOCAL.size:
            raise ValidationError(IS_FALSE, code="false")
        _mark, _version, flags, method, *_times, packed, size, name_length, more_length = _LOCAL.unpack(head)
        name, more = content.read(name_length), content.read(more_length)
        if _IS_LONG in (packed, size) and (long := _LONG_SIZES.search(more)):
            size, packed = struct.unpack("<QQ", long[1])
        sizes_differ = not flags & _SIZES_FOLLOW and (packed, size) != (entry.compress_size, entry.file_size)
        if name != _name_of(entry) or method != entry.compress_type or sizes_differ:
            raise ValidationError(IS_FALSE, code="false")
        free_from = entry.header_offset + _LOCAL.size + name_length + more_length + entry.compress_size
    content.seek(0)


def _name_of(entry: zipfile.ZipInfo) -> bytes:
    """Return a name as it stands in the directory."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    name = entry.filename.replace("\\", "/")
    if name.lower().endswith((".xml", ".rels")):
        with archive.open(entry) as part:
            check_part(name, part)
        return
    with archive.open(entry) as part:
        head = part.read(len(_OLE))
        if not head.startswith((_OLE, b"PK\x03\x04")):
            return
        if entry.file_size > MAX_INNER:
            raise ValidationError(IS_BOMB, params={"most": MAX_UNPACKED // 1024 // 1024}, code="bomb")
        _check_inner(name, head + part.read(), depth)


def _check_inner(name: str, data: bytes, depth: int) -> None:
    """Judge a package or an object inside of a package."""
    if data.startswith(_OLE):
        if _OLD_MACROS in data:
            raise ValidationError(HAS_MACROS, code="macros")
        if _ANY_FILE in data:
            raise _programs(name)
        return
    if depth >= MAX_DEPTH:
        raise ValidationError(TOO_DEEP, code="too_deep")
    check_package(io.BytesIO(data), depth=depth + 1)
