"""What the words of a part would start, fetch or show: fields, formulas, what OpenDocument draws."""

import re
from typing import Final

from django.core.exceptions import ValidationError

from media.validation.formulas import check_formula
from media.validation.relations import leads_away
from media.validation.sentences import FETCHES, HAS_MACROS, IS_ENCRYPTED, SHOWS, STARTS, TOO_LONG
from media.validation.xml_reading import Reader, local, value_of

_MOST_WORDS: Final = 4 * 1024 * 1024
# A field that asks a program, whole or as the numbers of its letters.
_FIELDS: Final = re.compile(r"\bDDE(?:AUTO)?\s|\bQUOTE\s+\d+(?:\s+\d+)+", re.IGNORECASE)
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
# OpenDocument's: what is shown, drawn, read or run as the document opens.
_SHOWN: Final = frozenset({"image", "background-image", "fill-image", "sound"})
_FOLLOWED: Final = frozenset(
    {
        *("object", "object-ole", "floating-frame", "plugin", "applet", "font-face-uri", "auto-reload"),
        *("table-source", "section-source", "database-table", "cell-range-source"),
    }
)
_DDE: Final = frozenset({"ddeLink", "dde-source", "dde-connection-decl", "dde-link"})
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_RUNS: Final = frozenset({"event-listener", f"{_OFFICE}}}script"})
# PowerPoint's: what a click, or only the pointer above it, does.
_ACTION: Final = "ppaction://"


class Contents(Reader):
    """Finds what a part does by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._gathers = False
        self._field: list[str] = []
        self._formula: list[str] = []
        self._gathered = self._field
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag in _DDE:
            raise ValidationError(STARTS, code="starts")
        if tag in _RUNS or name in _RUNS:
            raise ValidationError(HAS_MACROS, code="macros")
        if tag == "encryption-data":
            raise ValidationError(IS_ENCRYPTED, code="encrypted")
        if tag == "instrText":
            self._gathers, self._gathered = True, self._field
        elif tag in _FORMULAS:
            self._gathers, self._gathered = True, self._formula
        elif tag == "fldSimple":
            self._add(self._field, f" {value_of(attributes, 'instr')} ")
        elif tag in _SHOWN or tag in _FOLLOWED:
            _check_target(tag, value_of(attributes, "href"))
        if attributes:
            _check_attributes(attributes)

    def end(self, name: str) -> None:
        if not self._gathers:
            return
        tag = local(name)
        if tag == "instrText":
            self._gathers = False
        elif tag in _FORMULAS:
            self._gathers = False
            check_formula("".join(self._formula))
            self._formula.clear()

    def text(self, text: str) -> None:
        if self._gathers:
            self._add(self._gathered, text)

    def finish(self) -> None:
        # A field may be cut into as many runs as somebody likes.
        if _FIELDS.search("".join(self._field)):
            raise ValidationError(STARTS, code="starts")

    def _add(self, gathered: list[str], text: str) -> None:
        if gathered is self._field:
            self._length += len(text)
            if self._length > _MOST_WORDS:
                raise ValidationError(TOO_LONG, code="too_long")
        gathered.append(text)


class LooseContents(Contents):
    """The same for a part that need not be XML."""

    must_parse = False


def _check_target(tag: str, target: str) -> None:
    if leads_away(target):
        raise ValidationError(SHOWS if tag in _SHOWN else FETCHES, code="fetches")


def _check_attributes(attributes: dict[str, str]) -> None:
    for key, text in attributes.items():
        # OpenDocument keeps a cell's formula so; PowerPoint an action.
        if key.endswith("formula"):
            check_formula(text)
        elif text.startswith(_ACTION):
            action = text.removeprefix(_ACTION)
            if action.startswith("program"):
                raise ValidationError(STARTS, code="starts")
            if action.startswith("macro"):
                raise ValidationError(HAS_MACROS, code="macros")
