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
from urllib.parse import unquote

from django.core.exceptions import ValidationError

from media.validation.parts import check_part, is_xml
from media.validation.sentences import (
    BAD_NAMES,
    FETCHES,
    HAS_MACROS,
    HAS_PROGRAMS,
    IS_BOMB,
    IS_ENCRYPTED,
    IS_FALSE,
    IS_PACKED_ODDLY,
    TOO_DEEP,
    TOO_MANY_PARTS,
)

MAX_ENTRIES: Final = 10_000
MAX_UNPACKED: Final = 300 * 1024 * 1024
# Repetitive sheets shrink to a fortieth; bombs to a thousandth. Small parts may shrink as they like.
MAX_RATIO: Final = 150
RATIO_COUNTS_FROM: Final = 5 * 1024 * 1024
# A workbook in a document, a document in that: nobody goes deeper by hand.
MAX_DEPTH: Final = 3
MAX_INNER: Final = 20 * 1024 * 1024

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
# What any part may begin with, whatever it is called: a program of Linux, a link that starts one of Windows.
_ELF: Final = b"\x7fELF"
_LINK: Final = bytes.fromhex("4c0000000114020000000000c000000000000046")
_SVG_RUNS: Final = re.compile(rb"<\s*script\b|\son\w+\s*=|javascript:", re.IGNORECASE)
# In an object, the name of the class that fetches an address (CVE-2017-0199).
_URL_MONIKER: Final = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
# What the office programs write; others have never been in an honest file.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_HEAD: Final = 1024
_PE_PLACE: Final = 0x3C
_MOST_SVG: Final = 4 * 1024 * 1024
# Says of OpenDocument's parts whether they are locked, so that it comes before those that can't be read then.
_MANIFEST: Final = "META-INF/manifest.xml"
_IN_DIRECTORY: Final = b"PK\x01\x02"
_END: Final = struct.Struct("<4s4H2LH")
_LONG_END: Final = struct.Struct("<4sQ2H2L4Q")
_LONG_END_PLACE: Final = struct.Struct("<4sLQL")
_MOST_COMMENT: Final = 0xFFFF
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
        _check_end(content, len(entries))
        _check_size(entries)
        for entry in entries:
            _check_entry(entry)
        _check_places(content, entries)
        for entry in sorted(entries, key=lambda one: one.filename != _MANIFEST):
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


def _check_end(content: IO[bytes], count: int) -> None:
    """Refuse a directory whose end promises another number of parts than it has."""
    size = content.seek(0, io.SEEK_END)
    start = content.seek(max(0, size - _MOST_COMMENT - _END.size))
    tail = content.read()
    place = tail.rfind(b"PK\x05\x06")
    _mark, _disk, _start, _here, promised, *_rest = _END.unpack_from(tail, place)
    if promised == _MOST_COMMENT:  # the number stands in a longer end before this one
        content.seek(max(0, start + place - _LONG_END_PLACE.size))
        _mark, _disk, at, _disks = _LONG_END_PLACE.unpack(content.read(_LONG_END_PLACE.size))
        content.seek(min(at, size))
        promised = _LONG_END.unpack(content.read(_LONG_END.size))[7]
    content.seek(0)
    if promised != count:
        raise ValidationError(IS_FALSE, code="false")


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
    # zipfile turns a backslash into a slash on Windows only; and ends a name at a zero, where others don't.
    name = entry.orig_filename.replace("\\", "/")
    if _CONTROL.search(name):
        raise ValidationError(BAD_NAMES, code="bad_names")
    if name.startswith("/") or ":" in name.partition("/")[0] or ".." in PurePosixPath(name).parts:
        raise ValidationError(BAD_NAMES, code="bad_names")
    if entry.flag_bits & 0x1:
        raise ValidationError(IS_ENCRYPTED, code="encrypted")
    if entry.compress_type not in _METHODS:
        raise ValidationError(IS_PACKED_ODDLY, code="packed_oddly")
    # As programs understand it: `run.e%78e`, and on Windows `run.exe.`
    meant = unquote(name).rstrip(". ")
    if _MACROS.search(meant):
        raise ValidationError(HAS_MACROS, code="macros")
    if _PROGRAMS.search(meant):
        raise _programs(meant)
    if _QUERIES.search(meant):
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
    with archive.open(entry) as part:
        head = part.read(_HEAD)
        if _is_program(head):
            raise _programs(name)
        if name.lower().endswith(".svg") and _SVG_RUNS.search(head + part.read(_MOST_SVG)):
            raise _programs(name)
        if is_xml(name, head):
            part.seek(0)
            check_part(name, part)
            return
        if not head.startswith((_OLE, b"PK\x03\x04")):
            return
        if entry.file_size > MAX_INNER:
            raise ValidationError(IS_BOMB, params={"most": MAX_UNPACKED // 1024 // 1024}, code="bomb")
        _check_inner(name, head + part.read(), depth)


def _is_program(head: bytes) -> bool:
    """Return whether a part begins as a program does; two letters alone begin many an honest file."""
    if head.startswith(b"MZ") and len(head) > _PE_PLACE + 4:
        (place,) = struct.unpack_from("<L", head, _PE_PLACE)
        return head[place : place + 4] == b"PE\0\0"
    return head.startswith((_ELF, _LINK))


def _check_inner(name: str, data: bytes, depth: int) -> None:
    """Judge a package or an object inside of a package."""
    if data.startswith(_OLE):
        if _OLD_MACROS in data:
            raise ValidationError(HAS_MACROS, code="macros")
        if _ANY_FILE in data:
            raise _programs(name)
        if _URL_MONIKER in data:
            raise ValidationError(FETCHES, code="fetches")
        return
    if depth >= MAX_DEPTH:
        raise ValidationError(TOO_DEEP, code="too_deep")
    check_package(io.BytesIO(data), depth=depth + 1)
