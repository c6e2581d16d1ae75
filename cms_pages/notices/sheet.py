"""A notice on one sheet of A4 for the board in the stairwell.

The room of a text is estimated in lines, as Chinese type is as wide as it is high. A text that fits in large
type gets large type, a longer one medium or small; what is longer still is printed in small type, block by
block up to the end of the sheet, and the sheet says that the rest is behind the code: nobody reads three
pages on a stairwell, and a second sheet gets lost. The numbers were measured by printing with Chromium and
Noto Sans CJK (`cms_pages/static/cms_pages/css/notice_sheet.css`).
"""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from media.tables.table import Table

if TYPE_CHECKING:
    from cms_pages.models import NoticePage


@dataclass(frozen=True)
class Size:
    """A size of type.

    Attributes:
        name: the style sheet's class.
        width: characters in a line of text.
        title_width: characters in a line of the title.
        lines: lines of text below a title of one line.
    """

    name: str
    width: float
    title_width: float
    lines: float


SIZES = (Size("large", 21.5, 12.5, 14.2), Size("medium", 25, 14, 17), Size("small", 30.5, 17, 21))
# In lines: between blocks, a title's line, what a picture of the greatest height takes.
GAP, TITLE_LINE, PICTURE = 0.35, 1.5, 11
# Latin letters and digits are about half as wide as Chinese ones.
NARROW = 0.56


@dataclass(frozen=True)
class Sheet:
    """How to print.

    Attributes:
        size: `large`, `medium` or `small` type.
        blocks: the blocks of the body that fit.
        is_cut: whether some do not.
    """

    size: str
    blocks: list[Any]
    is_cut: bool


def sheet_of(notice: "NoticePage") -> Sheet:
    """Return how `notice` goes on one sheet."""
    blocks = list(notice.content)
    for size in SIZES:
        if _head(notice, size) + sum(_lines(block, size) for block in blocks) <= size.lines:
            return Sheet(size.name, blocks, is_cut=False)
    size = SIZES[-1]
    # The sentence that points to the code needs two lines of its own.
    left = size.lines - _head(notice, size) - 2
    kept = []
    for block in blocks:
        left -= _lines(block, size)
        if left < 0:
            break
        kept.append(block)
    return Sheet(size.name, kept, is_cut=True)


def _head(notice: "NoticePage", size: Size) -> float:
    """Return the lines that title (beyond its first line) and summary take."""
    title = (_wrapped(notice.title, size.title_width) - 1) * TITLE_LINE
    return title + (_wrapped(notice.summary, size.width) + GAP if notice.summary else 0)


def _lines(block: Any, size: Size) -> float:
    """Return the lines that a block of the body takes."""
    value = block.value
    if block.block_type == "image":
        return PICTURE + GAP
    if block.block_type == "gallery":
        return ceil(len(value["pictures"]) / 3) * PICTURE + bool(value["caption"]) + GAP
    if block.block_type == "before_after":
        return PICTURE + 1 + bool(value["caption"]) + GAP
    if block.block_type == "heading":
        return _wrapped(value, size.width) * 1.1 + GAP
    if block.block_type == "table":
        return _table(value or {}, size)
    if block.block_type == "data_table":
        return _typed_table(value, size)
    if block.block_type == "contact":
        return sum(1 for fact in value.values() if fact) + GAP
    if block.block_type == "quote":
        return _wrapped(value["text"], size.width - 2) + bool(value["source"]) + 3 * GAP
    if block.block_type == "callout":
        return _paragraphs(value["text"].source, size.width - 2) + 2 * GAP
    return _paragraphs(value.source, size.width)


def _paragraphs(html: str, width: float) -> float:
    """Return the lines of rich text; what stands in a list is narrower."""
    lines = GAP
    for part in html.replace("</li>", "</p>").split("</p>"):
        text = strip_tags(part).strip()
        if text:
            lines += _wrapped(text, width - 1.6) if "<li" in part else _wrapped(text, width) + GAP
    return lines


def _table(value: dict[str, Any], size: Size) -> float:
    rows = value.get("data") or []
    columns = max((len(row) for row in rows), default=1)
    # Its type is smaller, its cells have borders and room around them.
    width = max(2.0, size.width / 0.85 / columns - 1)
    heights = [max((_wrapped(str(cell or ""), width) for cell in row), default=1) for row in rows]
    return sum(0.85 * height + 0.35 for height in heights) + bool(value.get("table_caption")) + GAP


def _typed_table(table: Table | None, size: Size) -> float:
    if table is None:
        return 0
    raw = table.as_raw()
    heading = [column.heading for column in table.columns]
    rows = [heading, *raw.rows, *([raw.totals] if raw.totals else [])]
    return _table({"data": rows, "table_caption": table.caption}, size) + bool(table.note)


def _wrapped(text: str, width: float) -> int:
    """Return how many lines `text` takes in a column that is `width` Chinese characters wide."""
    room = sum(1 if ord(char) > 0x2E7F or char in "—“”…" else NARROW for char in text)
    return max(1, ceil(room / width))
