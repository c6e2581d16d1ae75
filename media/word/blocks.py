"""What a Word document is made of, as this site reads it; all of it can be kept as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeAlias

from media.tables.reading.grid import Grid, GridCell
from media.validation.images import CleanImageFile


class WordRefused(Exception):  # noqa: N818 - the sentence is the point
    """Nothing can be read of what was given; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a line. A line break in them is one on the page, too."""

    text: str
    is_bold: bool = False
    link: str = ""


Line: TypeAlias = tuple[Words, ...]


def text_of(line: Line) -> str:
    """Return the words of a line."""
    return "".join(words.text for words in line)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with its number where it has one; `level` from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list; `depth` from 0."""

    line: Line
    depth: int = 0
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with numbers or points; deeper lines have their own."""

    items: tuple[Item, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: the text of each cell, and (row, first, last column) of those merged across columns."""

    rows: tuple[tuple[str, ...], ...]
    across: tuple[tuple[int, int, int], ...] = ()

    def grid(self, name: str = "") -> Grid:
        """Return it as what `media.tables.reading.recognising` finds tables in."""
        return Grid([[GridCell(cell) for cell in row] for row in self.rows], list(self.across), name)


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of a picture; `number` is its place in `WordDocument.pictures`, `alternative` Word's own."""

    number: int
    alternative: str = ""


Block: TypeAlias = Heading | Paragraph | Items | Cells | Picture


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote or endnote; in the text stands `mark_of(number)`."""

    number: int
    line: Line


def mark_of(number: int) -> str:
    """Return what stands in the text where a footnote is meant."""
    return f"［注{number}］"


@dataclass(slots=True)
class WordDocument:
    """What was read.

    Attributes:
        title: what stands above all, "" where nothing does.
        blocks: the rest, in order.
        footnotes: in the order of their marks.
        pictures: cleaned, as `Picture.number` counts them; not part of the JSON.
        notes: what was left out or changed, in sentences.
    """

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    pictures: list[CleanImageFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON, without the pictures themselves."""
        return {
            "title": self.title,
            "blocks": [{"kind": _NAMES[type(block)], **asdict(block)} for block in self.blocks],
            "footnotes": [asdict(note) for note in self.footnotes],
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "WordDocument":
        """Return what `as_json` gave, without pictures."""
        return cls(
            title=data["title"],
            blocks=[_block(one) for one in data["blocks"]],
            footnotes=[Footnote(note["number"], _line(note["line"])) for note in data["footnotes"]],
            notes=list(data["notes"]),
        )


_NAMES: Final[dict[type, str]] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Items: "items",
    Cells: "cells",
    Picture: "picture",
}


def _block(data: Mapping[str, Any]) -> Block:
    match data["kind"]:
        case "heading":
            return Heading(data["text"], data["level"])
        case "paragraph":
            return Paragraph(_line(data["line"]))
        case "items":
            items = (Item(_line(item["line"]), item["depth"], item["is_ordered"]) for item in data["items"])
            return Items(tuple(items), data["is_ordered"])
        case "cells":
            across = tuple((row, first, last) for row, first, last in data["across"])
            return Cells(tuple(tuple(row) for row in data["rows"]), across)
    return Picture(data["number"], data["alternative"])


def _line(data: Iterable[Mapping[str, Any]]) -> Line:
    return tuple(Words(words["text"], words["is_bold"], words["link"]) for words in data)
