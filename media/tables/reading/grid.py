"""The cells of a sheet, before anybody has said what they are."""

from dataclasses import dataclass, field

from media.tables.kinds import Kind


@dataclass(frozen=True, slots=True)
class GridCell:
    """The text that a cell shows, and what its format says that it is, where it says anything."""

    text: str = ""
    kind: Kind | None = None


EMPTY = GridCell()


@dataclass(slots=True)
class Grid:
    """Rows of cells.

    Attributes:
        rows: may differ in length.
        across: (row, first column, last column), from 0, of cells that were merged across columns.
        name: of the sheet or file, for want of a caption.
        notes: what the reader must be told, in sentences.
        truncated: that there was more than is ever read.
    """

    rows: list[list[GridCell]]
    across: list[tuple[int, int, int]] = field(default_factory=list)
    name: str = ""
    notes: list[str] = field(default_factory=list)
    truncated: bool = False
