"""XML read without keeping it, by a parser and never by patterns, which are deceived by entities, a comment
of ten thousand letters before a definition, and by words cut into pieces.
"""

from typing import IO, Any, Final
from xml.parsers import expat

from django.core.exceptions import ValidationError

from media.validation.sentences import HAS_ENTITIES, TOO_LONG

_CHUNK: Final = 65536


class Enough(Exception):  # noqa: N818 - it ends the parsing, and is no error
    """Enough has been read."""


class Reader:
    """Reads a part. Office and OpenDocument write no DTD; whoever does wants something.

    Attributes:
        must_parse: whether a part that is no XML is refused.
    """

    must_parse = True

    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        parser.EntityDeclHandler = self._refuse_definitions
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self._parser = parser

    def read(self, part: IO[bytes], most: int) -> None:
        """Read a part of at most `most` bytes.

        Raises:
            ValidationError: it is longer, has definitions, or says what the class refuses.
            ValueError: it can't be parsed where it must be.
        """
        done = 0
        try:
            while chunk := part.read(_CHUNK):
                done += len(chunk)
                if done > most:
                    raise ValidationError(TOO_LONG, code="too_long")
                self._parser.Parse(chunk, False)
            if done:
                self._parser.Parse(b"", True)
        except Enough:
            return
        except expat.ExpatError as error:
            # An encoding that this parser doesn't know, another may.
            is_hidden = error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
            if self.must_parse or is_hidden:
                raise ValueError(str(error)) from None
        self.finish()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element; names are `namespace}local`."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take words."""

    def finish(self) -> None:
        """Judge what was gathered."""

    def _refuse_definitions(self, *_args: Any) -> None:
        raise ValidationError(HAS_ENTITIES, code="entities")


class Prolog(Reader):
    """Looks at what stands before the first element alone."""

    must_parse = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise Enough


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def value_of(attributes: dict[str, str], name: str) -> str:
    """Return an attribute, whatever its namespace; "" where there is none."""
    return next((text for key, text in attributes.items() if local(key) == name), "")
