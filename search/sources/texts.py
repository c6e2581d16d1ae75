"""The text of pages' fields: rich text, blocks, tables."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

from media.tables.presentation import presented
from media.tables.table import Table

_BREAK: Final = re.compile(
    r"<(?:/?(?:p|li|ul|ol|h\d|div|td|th|tr|table|blockquote)\b[^>]*|br\s*/?)>", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^>]*>")
_BLANKS: Final = re.compile(r"[ \t\r\f\v]+")
# Names of blocks and settings within raw values, which nobody reads.
_SETTINGS: Final = frozenset(
    {
        *("id", "type", "image", "decorative", "table_header_choice", "first_row_is_table_header"),
        *("first_col_is_header", "outcome", "form", "tone", "icon", "mergeCells", "cell"),
        *("kind", "mode", "stance"),
    }
)


def plain(html: str) -> str:
    """Return the text of some HTML, a line for each block."""
    text = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    return "\n".join(line.strip() for line in _BLANKS.sub(" ", text).splitlines() if line.strip())


def stream_text(stream: Any) -> str:
    """Return every text in a stream field, tables' cells too, in the order of the page."""
    return "\n".join(
        text for block in stream for text in strings(block.block.get_prep_value(block.value)) if text.strip()
    )


def strings(value: Any) -> Iterator[str]:
    """Yield the texts in a block's raw value; rich text without its marks."""
    if isinstance(value, str):
        yield plain(value) if "<" in value else value
    elif isinstance(value, Mapping) and {"columns", "rows"} <= value.keys():
        yield from _table(Table.from_json(value))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _SETTINGS:
                yield from strings(inner)
    elif isinstance(value, list):
        row = all(isinstance(cell, str | int | float) or cell is None for cell in value)
        if row:
            yield " ".join(plain(str(cell)) for cell in value if cell not in (None, ""))
        else:
            for inner in value:
                yield from strings(
                    inner["value"] if isinstance(inner, Mapping) and "value" in inner else inner
                )


def _table(table: Table) -> Iterator[str]:
    """Yield the lines of a table as a page shows them: ¥420.00, where 42000 fen are kept."""
    look = presented(table)
    lines = [[column["label"] for column in look["columns"]]]
    lines += [row["cells"] for row in look["rows"]]
    lines.append(look["totals"] or [])
    yield from (table.caption, *(" ".join(filter(None, line)) for line in lines), table.note)


def joined(*texts: object) -> str:
    """Return the texts that are not empty, a line each."""
    return "\n".join(str(text) for text in texts if text)
