"""Where the parts of a document go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from cms_pages.blocks.pictures import MOST_PICTURE_BLOCKS
from media.tables.reading.recognising import recognise
from media.tables.table import RawTable, TableRefused
from media.word.blocks import Block, Cells, Picture


@dataclass(frozen=True, slots=True)
class TableAt:
    """The place of a typed table: its number in `Plan.tables`."""

    number: int


@dataclass(frozen=True, slots=True)
class PictureAt:
    """The place of a picture: its number in the document."""

    number: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the preview: which field, and what goes there.

    Attributes:
        label: what the field is called.
        text: words, lines kept.
        table: number of a table, or None.
        picture: number of a picture, or None.
        is_heading: whether the words head what follows.
    """

    label: str
    text: str = ""
    table: int | None = None
    picture: int | None = None
    is_heading: bool = False


@dataclass(slots=True)
class Plan:
    """What becomes of a document.

    Attributes:
        title: of the page.
        values: by field: text, numbers, or blocks of a stream in which `TableAt` and `PictureAt` stand.
        rows: by field, rows that belong to the page.
        sections: of a disclosure: blocks by the name of the section.
        shown: what the preview shows, in order.
        tables: as they were read, to be checked.
        left: what found no place, word for word, each with the reason.
        notes: what the person should look at.
    """

    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def pictures(self) -> list[int]:
        """The numbers of the pictures that have a place, in order."""
        return [one.picture for one in self.shown if one.picture is not None]

    def take(self, name: str, label: str, value: Any, text: str | None = None) -> None:
        """Put a value into a field, and show it."""
        self.values[name] = value
        self.shown.append(Shown(str(label), str(value) if text is None else text))

    def add_pictures(self, name: str, label: str, blocks: Iterable[Block]) -> None:
        """Put the pictures among `blocks` into a field of pictures, in their order, as far as it reaches.

        For columns that have fields instead of a body: where a picture stood between the words is lost.
        """
        found = [block for block in blocks if isinstance(block, Picture)]
        taken = found[:MOST_PICTURE_BLOCKS]
        if taken:
            self.values[name] = [
                {"type": "image", "value": PictureAt(one.number), "id": str(uuid4())} for one in taken
            ]
            self.shown += [Shown(label, picture=one.number) for one in taken]
            self.notes.append(_("图片都放在“%(label)s”里，请核对顺序。") % {"label": label})
        if len(found) > len(taken):
            self.left.append(
                _("%(count)d张图片：这里最多放%(most)d张。")
                % {"count": len(found) - len(taken), "most": MOST_PICTURE_BLOCKS}
            )

    def leave(self, label: str, text: str, reason: str = "") -> None:
        """Say of some words that they found no place."""
        words = _("“%(label)s”：%(text)s") % {"label": label, "text": text} if label else text
        self.left.append(f"{words}（{reason}）" if reason else words)


def table_of(cells: Cells, caption: str) -> RawTable | None:
    """Return the table in the cells; None for what only looks like one, or is too large."""
    filled = [row for row in cells.rows if any(cell.strip() for cell in row)]
    if len(filled) < 2 or max(map(len, filled), default=0) < 2:
        return None
    try:
        return recognise(cells.grid(caption))
    except TableRefused:
        return None


def lines_of_table(cells: Cells) -> list[str]:
    """Return a table as lines of text, the cells of a row beside one another."""
    lines = ["　".join(" ".join(cell.split()) for cell in row if cell.strip()) for row in cells.rows]
    return [line for line in lines if line]


def resolved(value: Any, tables: Sequence[Any], pictures: Mapping[int, Any]) -> Any:
    """Return a value with the tables and pictures in their places; a picture that is missing goes with its
    block.
    """
    if isinstance(value, TableAt):
        return tables[value.number]
    if isinstance(value, PictureAt):
        return pictures[value.number]
    if isinstance(value, dict):
        return {key: resolved(inner, tables, pictures) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, tables, pictures) for inner in value]
    return value
