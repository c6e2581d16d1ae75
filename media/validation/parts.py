"""The XML inside of a package: what it would fetch, start or define in the program of whoever opens it.

Each part goes through a parser, never through patterns: a pattern is deceived by entities, by a comment of
ten thousand letters before a definition, and by words cut into pieces.
"""

import html
import re
from typing import IO, Any, Final
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HAS_MACROS: Final = _("文件里有宏，不能上传。请另存为不带宏的文件。")
FETCHES: Final = _("文件打开时会从别的地方取内容（外部模板或外部对象），不能上传。请断开链接后另存再传。")
SHOWS: Final = _(
    "文件里有图片或音像没有存在文件里，而是链接到别的网站，谁打开文件，那个网站就会知道，不能上传。"
    "请在 WPS 或 Word 里复制这张图片，用“选择性粘贴”贴成图片，删去原来的，另存后再传。"
)
STARTS: Final = _("文件里有会启动别的程序的链接（DDE），不能上传。请删去这些域或链接后另存再传。")
HAS_ENTITIES: Final = _(
    "文件里有不该有的 XML 定义（外部实体），可能有危险，不能上传。请用办公软件重新另存再传。"
)
TOO_LONG: Final = _("文件里的文字部分太长，不能上传。请分成几份再传。")

# Parts that say something themselves, beside where their relations lead.
_SAYS: Final = re.compile(
    r"^xl/externalLinks/[^/]+\.xml$|^word/[^/]+\.xml$|^(?:content|styles|meta|settings)\.xml$"
)
_CHUNK: Final = 65536
# Before the first element stands a declaration, and perhaps a comment.
_MOST_PROLOG: Final = 1024 * 1024
_MOST_RELATIONS: Final = 8 * 1024 * 1024
_MOST_TEXT: Final = 64 * 1024 * 1024
_MOST_FIELDS: Final = 4 * 1024 * 1024

# Relations that are followed without a click; a hyperlink is not.
_SHOWN: Final = frozenset({"image", "video", "audio", "media"})
_FOLLOWED: Final = frozenset(
    {
        *("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath", "package"),
        *("aFChunk", "control", "stylesheet", "mailMergeSource", "recipientData"),
    }
)
# On the reader's own disk there is nothing to fetch: Word writes so where a template or a picture came from.
_OWN_DISK: Final = re.compile(r"(?:file:/{0,3})?[A-Za-z]:[\\/].*|NULL|#.*", re.DOTALL)
_MAY_BE_OWN: Final = frozenset({"image", "attachedTemplate"})
# A field that asks a program, whole or as the numbers of its letters.
_FIELDS: Final = re.compile(r"\bDDE(?:AUTO)?\s|\bQUOTE\s+\d+(?:\s+\d+)+", re.IGNORECASE)
# OpenDocument's: what is drawn, read or run as the document opens.
_DRAWN: Final = frozenset({"image", "object", "object-ole", "floating-frame", "plugin", "applet"})
_READ: Final = frozenset({"table-source", "section-source", "database-table"})
_DDE: Final = frozenset({"ddeLink", "dde-source", "dde-connection-decl", "dde-link"})
_ELSEWHERE: Final = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\)")


class _Told(Exception):  # noqa: N818 - it ends the parsing, and is no error
    """Enough has been read."""


def check_part(name: str, part: IO[bytes]) -> None:
    """Check one XML part of a package.

    Args:
        name: of the part in its package.
        part: its bytes, unpacked as they are read.

    Raises:
        ValidationError: it does something by itself; the message says what.
        ValueError: it can't be parsed where it must be.
    """
    if name.endswith(".rels"):
        _Relations().read(part, _MOST_RELATIONS)
    elif name == "[Content_Types].xml":
        _Types().read(part, _MOST_RELATIONS)
    elif _SAYS.search(name):
        _Says().read(part, _MOST_TEXT)
    else:
        _Prolog().read(part, _MOST_PROLOG)


class _Reader:
    """Reads a part without keeping it. Office and OpenDocument write no DTD; whoever does wants something."""

    must_parse = True

    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        parser.EntityDeclHandler = self._refuse_definitions
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def read(self, part: IO[bytes], most: int) -> None:
        done = 0
        try:
            while chunk := part.read(_CHUNK):
                done += len(chunk)
                if done > most:
                    raise ValidationError(TOO_LONG, code="too_long")
                self._parser.Parse(chunk, False)
            if done:
                self._parser.Parse(b"", True)
        except _Told:
            return
        except expat.ExpatError as error:
            # An encoding that this parser doesn't know, another may.
            is_hidden = error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
            if self.must_parse or is_hidden:
                raise ValueError(str(error)) from None
        self.finish()

    def finish(self) -> None:
        """Judge what was gathered."""

    def _refuse_definitions(self, *_args: Any) -> None:
        raise ValidationError(HAS_ENTITIES, code="entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _end(self, name: str) -> None:
        return

    def _text(self, text: str) -> None:
        return


class _Prolog(_Reader):
    """Looks at what stands before the first element alone."""

    must_parse = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise _Told


class _Types(_Reader):
    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise ValidationError(HAS_MACROS, code="macros")


class _Relations(_Reader):
    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "").strip().lower() != "external":
            return
        kind = attributes.get("Type", "").strip().rstrip("/").rpartition("/")[2]
        target = attributes.get("Target", "").strip()
        if kind in _MAY_BE_OWN and _OWN_DISK.fullmatch(html.unescape(target)):
            return
        if kind in _SHOWN:
            raise ValidationError(SHOWS, code="shows")
        if kind in _FOLLOWED:
            raise ValidationError(FETCHES, code="fetches")


class _Says(_Reader):
    """Finds links to programs, and what OpenDocument draws, reads or runs."""

    def __init__(self) -> None:
        super().__init__()
        self._is_field = False
        self._fields: list[str] = []
        self._length = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local in _DDE:
            raise ValidationError(STARTS, code="starts")
        if local == "event-listener":
            raise ValidationError(HAS_MACROS, code="macros")
        if local == "instrText":
            self._is_field = True
        elif local == "fldSimple":
            self._add(f" {_of(attributes, 'instr')} ")
        elif local in _DRAWN or local in _READ:
            target = _of(attributes, "href")
            if _ELSEWHERE.match(target) and not _OWN_DISK.fullmatch(target):
                raise ValidationError(SHOWS if local == "image" else FETCHES, code="fetches")

    def _end(self, name: str) -> None:
        if name.rpartition("}")[2] == "instrText":
            self._is_field = False

    def _text(self, text: str) -> None:
        if self._is_field:
            self._add(text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > _MOST_FIELDS:
            raise ValidationError(TOO_LONG, code="too_long")
        self._fields.append(text)

    def finish(self) -> None:
        # A field may be cut into as many runs as somebody likes.
        if _FIELDS.search("".join(self._fields)):
            raise ValidationError(STARTS, code="starts")


def _of(attributes: dict[str, str], name: str) -> str:
    return next((text for key, text in attributes.items() if key.rpartition("}")[2] == name), "")
