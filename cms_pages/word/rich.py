"""Blocks of a document as blocks of a page's stream."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final
from uuid import uuid4

from django.utils.translation import gettext as _

from cms_pages.word.plan import PictureAt, Plan, Shown, TableAt, lines_of_table, table_of
from design.text import clean_html
from media.word.blocks import (
    Block,
    Cells,
    Footnote,
    Heading,
    Item,
    Items,
    Line,
    Paragraph,
    Picture,
    Words,
    mark_of,
    text_of,
)
from media.word.outline import without_number

LONGEST_HEADING: Final = 60
LONGEST_CAPTION_LINE: Final = 40


@dataclass(slots=True)
class Stream:
    """Collects the blocks of one stream.

    Attributes:
        plan: which shows them, and keeps the tables.
        label: what the stream is called in the preview.
        table: what a typed table is called in it.
        heading: what a heading is called; "" where it has none, so that headings become bold lines.
        caption: what a table is called that nothing else names.
    """

    plan: Plan
    label: str
    table: str
    heading: str = ""
    caption: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    _html: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)

    def add(self, blocks: Iterable[Block]) -> None:
        """Add blocks in their order."""
        caption = self.caption
        for block in blocks:
            match block:
                case Heading():
                    caption = without_number(block.text) or caption
                    self._add_heading(block)
                case Paragraph():
                    text = text_of(block.line)
                    if len(text) <= LONGEST_CAPTION_LINE and not text.endswith(("。", "；", "：", ":")):
                        caption = text
                    self._add_html(f"<p>{html_of(block.line)}</p>", text)
                case Items():
                    words = "\n".join(f"· {text_of(item.line)}" for item in block.items)
                    self._add_html(list_html(block), words)
                case Cells():
                    self._add_table(block, caption)
                case Picture():
                    self._close()
                    self._append("image", PictureAt(block.number))
                    self.plan.shown.append(Shown(self.label, picture=block.number))

    def add_footnotes(self, footnotes: Sequence[Footnote]) -> None:
        """Add the notes that the text refers to, under a heading of their own."""
        if not footnotes:
            return
        self._add_heading(Heading(_("注释")))
        for note in footnotes:
            line = (Words(mark_of(note.number)), *note.line)
            self._add_html(f"<p>{html_of(line)}</p>", text_of(line))

    def finish(self) -> list[dict[str, Any]]:
        """Return the blocks as the stream keeps them."""
        self._close()
        return self.blocks

    def _add_heading(self, heading: Heading) -> None:
        if self.heading and len(heading.text) <= LONGEST_HEADING:
            self._close()
            self._append(self.heading, heading.text)
            self.plan.shown.append(Shown(self.label, heading.text, is_heading=True))
        else:
            self._add_html(f"<p>{html_of((Words(heading.text, is_bold=True),))}</p>", heading.text)

    def _add_table(self, cells: Cells, caption: str) -> None:
        table = table_of(cells, caption)
        if table is None:
            lines = lines_of_table(cells)
            for line in lines:
                self._add_html(f"<p>{escape(line)}</p>", line)
            if len(cells.rows) > 1:
                self.plan.notes.append(
                    _("“%(start)s”开头的表格太大，或者不像数据表，按文字放进了段落。")
                    % {"start": lines[0][:20]}
                )
            return
        self._close()
        self.plan.tables.append(table)
        number = len(self.plan.tables) - 1
        self._append(self.table, TableAt(number))
        self.plan.shown.append(Shown(self.label, table=number))

    def _add_html(self, html: str, words: str) -> None:
        self._html.append(html)
        self._words.append(words)

    def _close(self) -> None:
        if self._html:
            self._append("paragraph", str(clean_html("".join(self._html))))
            self.plan.shown.append(Shown(self.label, "\n".join(self._words)))
            self._html, self._words = [], []

    def _append(self, name: str, value: Any) -> None:
        self.blocks.append({"type": name, "value": value, "id": str(uuid4())})


def html_of(line: Line) -> str:
    """Return a line as rich text, not yet cleaned."""
    parts = []
    for words in line:
        html = escape(words.text).replace("\n", "<br>")
        html = f"<b>{html}</b>" if words.is_bold else html
        parts.append(f'<a href="{escape(words.link)}">{html}</a>' if words.link else html)
    return "".join(parts)


def list_html(block: Items) -> str:
    """Return a list as rich text, with lists in it as deep as its lines lie."""
    return "".join(_nested(block.items, block.is_ordered))


def _nested(items: Sequence[Item], is_ordered: bool) -> Iterator[str]:
    tag = "ol" if is_ordered else "ul"
    shallowest = min(item.depth for item in items)
    yield f"<{tag}>"
    place = 0
    while place < len(items):
        inner = place + 1
        while inner < len(items) and items[inner].depth > shallowest:
            inner += 1
        yield f"<li>{html_of(items[place].line)}"
        if below := items[place + 1 : inner]:
            yield from _nested(below, below[0].is_ordered)
        yield "</li>"
        place = inner
    yield f"</{tag}>"
