"""The XML inside of a package: what it would fetch, start or define in the program of whoever opens it.

Parts may be called anything: programs follow relations, not names, and know no capitals. So names only spare
work, for the sheets of large workbooks.
"""

import re
from typing import IO, Final

from media.validation.contents import Contents, LooseContents
from media.validation.relations import Relations, Types
from media.validation.xml_reading import Prolog

# Before the first element stands a declaration, and perhaps a comment.
_MOST_PROLOG: Final = 1024 * 1024
_MOST_RELATIONS: Final = 8 * 1024 * 1024
_MOST_TEXT: Final = 64 * 1024 * 1024

# Mostly numbers, a hundred megabytes of them: parsed where one of the words in `_SUSPECT` occurs.
_SHEETS: Final = re.compile(r"xl/(?:worksheets/[^/]+|sharedstrings|pivotcache/[^/]+)\.xml")
_SUSPECT: Final = re.compile(
    rb"&#|\||\b(?:DDE|RTD|CALL|EXEC|REGISTER|WEBSERVICE|IMAGE)|instrText|fldSimple|ppaction|href",
    re.IGNORECASE,
)
_OTHER_ENCODING: Final = re.compile(
    rb"\A(?:\xff\xfe|\xfe\xff|.?\x00|<\?xml[^>]*encoding=['\"](?!utf-?8['\"]))", re.IGNORECASE | re.DOTALL
)
_BITE: Final = 1024 * 1024
_LONGEST_SUSPECT: Final = 16
# What begins so is read as XML, whatever it is called.
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml|\xff\xfe<\x00|\xfe\xff\x00<|<\x00\?\x00|\x00<\x00\?")
# Drawings have definitions, and are drawn without what they lead to. Parts with what people write in Word's
# properties need not be whole.
_DRAWING: Final = ".svg"
_LOOSE: Final = re.compile(r"docprops/|customxml/")


def is_xml(name: str, head: bytes) -> bool:
    """Return whether a part is XML, by its name or its first bytes."""
    lower = name.lower()
    return lower.endswith((".xml", ".rels")) or (
        _XML.match(head) is not None and not lower.endswith(_DRAWING)
    )


def check_part(name: str, part: IO[bytes]) -> None:
    """Check one XML part of a package.

    Args:
        name: of the part in its package.
        part: its bytes, unpacked as they are read; from the beginning.

    Raises:
        ValidationError: it does something by itself; the message says what.
        ValueError: it can't be parsed where it must be.
    """
    lower = name.lower()
    if lower.endswith(".rels"):
        Relations().read(part, _MOST_RELATIONS)
    elif lower == "[content_types].xml":
        Types().read(part, _MOST_RELATIONS)
    elif _SHEETS.fullmatch(lower) and not _is_suspect(part):
        part.seek(0)
        Prolog().read(part, _MOST_PROLOG)
    else:
        part.seek(0)
        is_loose = _LOOSE.match(lower) or not lower.endswith(".xml")
        (LooseContents if is_loose else Contents)().read(part, _MOST_TEXT)


def _is_suspect(part: IO[bytes]) -> bool:
    """Return whether a part of numbers has to be read after all."""
    tail = b""
    is_first = True
    while chunk := part.read(_BITE):
        if is_first and _OTHER_ENCODING.match(chunk):
            return True
        is_first = False
        if _SUSPECT.search(tail + chunk):
            return True
        tail = chunk[-_LONGEST_SUSPECT:]
    return False
