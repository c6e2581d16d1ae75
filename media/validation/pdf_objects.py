"""What a PDF's objects would start: a module, and a program that looks in a process of its own.

    python -I pdf_objects.py file

writes what was found as JSON to its output. It knows nothing of the site, so that it starts at once, and so
that whatever a parser takes for a file that deceives it ends with it.
"""

import json
import logging
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

# It says of each object of a damaged file what is wrong with it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What is found, and by which name it is told.
ACTIVE: Final = "active"
CALLS: Final = "calls"
PROGRAMS: Final = "programs"
LOCKED: Final = "encrypted"
BROKEN: Final = "broken"
TOO_MUCH: Final = "too_much"

_RUNS: Final = frozenset(
    {
        *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"),
        *("/GoToE", "/Movie", "/Sound"),
    }
)
_SCRIPTS: Final = frozenset({"/JS", "/JavaScript", "/XFA"})
_PLAYS: Final = frozenset({"/RichMedia", "/Movie", "/Screen", "/3D"})
# What waits for a click on a link, and not where it follows by itself.
_CALLS: Final = frozenset({"/URI", "/GoToR"})
_BY_ITSELF: Final = ("/OpenAction", "/AA")
# Without one of these words, however it is spelt, nothing in a file runs: few files have to be walked.
_SUSPECT: Final = re.compile(
    rb"/(?:JS|JavaScript|Launch|ImportData|SubmitForm|Rendition|RichMedia\w*|XFA|Movie|Sound|Screen|3D|GoToE"
    rb"|EmbeddedFiles?|FileAttachment|AA|URL)\b"
)
# In plain bytes, although the directory names no such object: another program may find it.
_HIDDEN: Final = re.compile(rb"/S\s{0,9}/(?:JavaScript|Launch)\b")
_SPELT: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|lnk|msi|sh|docm|xlsm|pptm)\s*$", re.IGNORECASE
)
# Files are looked at up to here, and what has more is not believed.
_MOST_OBJECTS: Final = 300_000
_MOST_SECONDS: Final = 20.0
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_DEEPEST: Final = 30
# Where the directory names no beginning, so many objects are tried.
_MOST_TRIED: Final = 500
# What the program may take: 20 MB of the smallest objects take 300 MB.
_MOST_BYTES: Final = 1024**3
_MOST_PROCESSOR_SECONDS: Final = 40


class Found(Exception):  # noqa: N818 - it ends the search
    """Something was found.

    Attributes:
        what: one of this module's names.
        detail: the name of a program.
    """

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what, detail)
        self.what, self.detail = what, detail


def look_at(content: IO[bytes]) -> None:
    """Look at every object that a PDF has, also those that no page leads to.

    Raises:
        Found: the file is broken or locked, or holds scripts, calls of programs, or forms that are programs.
            Files inside are let through, as accounting wants them in invoices: nothing opens them by
            itself. Programs are not.
    """
    content.seek(0)
    try:
        _look(_reader(content), content)
    except Found:
        raise
    except Exception:  # noqa: BLE001 - whatever a parser of such files stumbles over, it is not whole
        raise Found(BROKEN) from None


def _reader(content: IO[bytes]) -> PdfReader:
    return PdfReader(
        content,
        root_object_recovery_limit=_MOST_TRIED,
        xref_stream_maximum_entries=_MOST_OBJECTS,
    )


def _look(reader: PdfReader, content: IO[bytes]) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Found(LOCKED)
    if not len(reader.pages):
        raise Found(BROKEN)
    for key in _BY_ITSELF:
        _check_by_itself(_at(reader.root_object, key), 0)
    if not any(_SUSPECT.search(words) for words in _words(reader, content)):
        return
    until = time.monotonic() + _MOST_SECONDS
    for seen, (number, generation) in enumerate(_keys(reader)):
        if seen > _MOST_OBJECTS or time.monotonic() > until:
            raise Found(TOO_MUCH)
        found = reader.get_object(IndirectObject(number, generation, reader))
        _check_value(found, 0)


def _words(reader: PdfReader, content: IO[bytes]) -> Iterator[bytes]:
    """Give the file's bytes, and those of its packed objects."""
    content.seek(0)
    plain = _plain(content.read())
    if _HIDDEN.search(plain):
        raise Found(ACTIVE)
    yield plain
    unpacked = 0
    for number in sorted({stream for stream, _place in reader.xref_objStm.values()}):
        packed = reader.get_object(IndirectObject(number, 0, reader))
        data = packed.get_data() if isinstance(packed, StreamObject) else b""
        unpacked += len(data)
        if unpacked > _MOST_UNPACKED:
            raise Found(BROKEN)
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


def _check_by_itself(action: Any, depth: int) -> None:
    """Refuse what follows without a click and leads elsewhere."""
    if depth > _DEEPEST:
        raise Found(ACTIVE)
    if isinstance(action, DictionaryObject):
        if _at(action, "/S") in _CALLS:
            raise Found(CALLS)
        # Of `/AA`, each key is an action; `/Next` is one or several more.
        inner = [_at(action, key) for key in action]
    elif isinstance(action, ArrayObject):
        inner = [one.get_object() for one in list.__iter__(action) if one is not None]
    else:
        return
    for one in inner:
        # A place to open at is an array, too: of a page, which has no `/S`.
        if isinstance(one, ArrayObject) or (isinstance(one, DictionaryObject) and "/S" in one):
            _check_by_itself(one, depth + 1)


def _check_value(value: Any, depth: int) -> None:
    """Refuse what runs, in an object or in what stands in it; what it refers to has its own turn."""
    if depth > _DEEPEST:
        raise Found(ACTIVE)
    if isinstance(value, DictionaryObject):
        _check_dictionary(value)
        for key in value:
            inner = value.raw_get(key)
            if not isinstance(inner, IndirectObject):
                _check_value(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            if not isinstance(inner, IndirectObject):
                _check_value(inner, depth + 1)


def _check_dictionary(value: DictionaryObject) -> None:
    runs = not _SCRIPTS.isdisjoint(value) or _at(value, "/S") in _RUNS or _at(value, "/Subtype") in _PLAYS
    if runs:
        raise Found(ACTIVE)
    _check_by_itself(_at(value, "/AA"), 0)
    # A stream whose bytes lie elsewhere.
    if _at(value, "/FS") == "/URL":
        raise Found(CALLS)
    names = [_at(value, "/F"), _at(value, "/UF")]
    # Of files inside, the tree has names of its own.
    listed = _at(value, "/Names")
    if isinstance(listed, ArrayObject):
        names += [one for one in list.__iter__(listed) if isinstance(one, str)]
    for name in map(str, names):
        if _PROGRAMS.search(name):
            raise Found(PROGRAMS, name[-40:])


def _at(value: DictionaryObject, key: str) -> Any:
    """Return what stands under a key, or what that refers to; None where there is nothing."""
    found = value.raw_get(key) if key in value else None
    return found.get_object() if isinstance(found, IndirectObject) else found


def main(name: str) -> int:
    """Do what the module's first lines say."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_PROCESSOR_SECONDS, _MOST_PROCESSOR_SECONDS))
    found = ("", "")
    try:
        with Path(name).open("rb") as file:
            look_at(file)
    except Found as what:
        found = (what.what, what.detail)
    except MemoryError:
        found = (TOO_MUCH, "")
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
