"""Where the parts of an Office package lead, and what they say they are."""

import html
import re
from typing import Final

from django.core.exceptions import ValidationError

from media.validation.sentences import ADDS_IN, FETCHES, HAS_MACROS, HAS_PIECES, HAS_PROGRAMS, SHOWS
from media.validation.xml_reading import Reader

# Relations to elsewhere that wait for a click, or for nothing. All others are followed as the file opens.
_WAITS: Final = frozenset({"hyperlink", "xlPathMissing"})
_SHOWN: Final = frozenset({"image", "video", "audio", "media"})
# What does harm inside of the package as well.
_MACROS: Final = frozenset(
    {
        *("vbaProject", "wordVbaData", "attachedToolbars"),
        *("xlMacrosheet", "xlIntlMacrosheet", "macrosheet", "dialogsheet"),
    }
)
_QUERIES: Final = frozenset({"connections", "queryTable"})
_ADD_INS: Final = frozenset({"webextension", "webextensiontaskpanes"})
_CONTROLS: Final = frozenset({"control", "activeXControlBinary"})
_PIECES: Final = "aFChunk"
# On the reader's own disk there is nothing to fetch: Word writes so where a template or a picture came from.
_OWN_DISK: Final = re.compile(r"(?:file:/{0,3})?[A-Za-z]:[\\/].*|NULL|#.*", re.DOTALL)
_MAY_BE_OWN: Final = frozenset({"image", "attachedTemplate"})
_ELSEWHERE: Final = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\)")
_MACRO_TYPES: Final = re.compile(r"macroEnabled|vbaProject|macrosheet|dialogsheet", re.IGNORECASE)


def leads_away(target: str) -> bool:
    """Return whether an address is neither in the file nor on the reader's own disk."""
    return _ELSEWHERE.match(target) is not None and not is_own(target)


def is_own(target: str) -> bool:
    """Return whether an address is on the reader's own disk, or nowhere."""
    return _OWN_DISK.fullmatch(html.unescape(target)) is not None


class Types(Reader):
    """Reads what kinds of parts a package has."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _MACRO_TYPES.search(attributes.get("ContentType", "")):
            raise ValidationError(HAS_MACROS, code="macros")


class Relations(Reader):
    """Reads where a part leads."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").strip().rstrip("/").rpartition("/")[2]
        target = attributes.get("Target", "").strip()
        _check_kind(kind, target)
        is_external = attributes.get("TargetMode", "").strip().lower() == "external"
        # Some programs follow an address that calls itself a part.
        if not (is_external or leads_away(target)):
            if kind == _PIECES:
                raise ValidationError(HAS_PIECES, code="pieces")
            return
        if kind in _WAITS or (kind in _MAY_BE_OWN and is_own(target)):
            return
        if kind in _SHOWN:
            raise ValidationError(SHOWS, code="shows")
        raise ValidationError(FETCHES, code="fetches")


def _check_kind(kind: str, target: str) -> None:
    if kind in _MACROS:
        raise ValidationError(HAS_MACROS, code="macros")
    if kind in _QUERIES:
        raise ValidationError(FETCHES, code="fetches")
    if kind in _ADD_INS:
        raise ValidationError(ADDS_IN, code="adds_in")
    if kind in _CONTROLS:
        name = target.rpartition("/")[2][:40]
        raise ValidationError(HAS_PROGRAMS, params={"name": name}, code="programs")
