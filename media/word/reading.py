"""From an uploaded file to a `WordDocument`."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import mammoth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from mammoth import documents

from design.text import without_unseen
from media.word import outline
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
    WordDocument,
    WordRefused,
    Words,
    mark_of,
    text_of,
)
from media.word.cleaning import MAX_PICTURES, cleaned
from media.word.head import LARGE, Head
from media.word.judging import DAMAGE, broken, bytes_of
from media.word.lines import joined, moved_up_or_down, trimmed
from media.word.passing import passed_over
from media.word.pictures import alternative_of, clean_picture

MAX_TABLES: Final = 40
MAX_FOOTNOTES: Final = 200
# Enough for any table that a page can hold; the rest is only counted.
MAX_ROWS: Final = 700
MAX_COLUMNS: Final = 60
# Of lists in lists.
DEEPEST: Final = 5

_LINKS: Final = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)


def read_word(upload: IO[bytes]) -> WordDocument:
    """Return what stands in a .docx file.

    Raises:
        WordRefused: it can't be read; the text says what to do.
    """
    clean = cleaned(bytes_of(upload))
    found: list[Any] = []

    def take(document: Any) -> Any:
        found.append(document)
        # What mammoth would make of it as HTML is not wanted.
        return document.copy(children=[])

    try:
        said = mammoth.convert_to_html(
            io.BytesIO(clean.data), transform_document=take, include_embedded_style_map=False
        ).messages
        document = _Reader(found[0]).run()
    except (*DAMAGE, RecursionError):
        raise broken() from None
    document.notes = [*clean.notes, *document.notes, *passed_over(said)]
    if not document.blocks and not document.title:
        raise WordRefused(_("文件里没有可以读取的文字、表格和图片。"))
    return document


class _Reader:
    def __init__(self, source: Any) -> None:
        self._source = source
        self._result = WordDocument()
        self._marks: dict[tuple[str, str], int] = {}
        self._pictures: list[tuple[Any, str]] = []
        self._counted: dict[str, int] = {}
        self._annex: Heading | None = None

    def run(self) -> WordDocument:
        blocks: list[Block] = []
        head = Head()
        for child in self._flow(self._source.children):
            if isinstance(child, documents.Paragraph):
                if head.is_open and self._takes_as_title(child, head):
                    blocks += self._pictures_in(child.children)
                else:
                    self._add_paragraph(child, blocks)
            elif isinstance(child, documents.Table):
                if head.takes_letterhead(
                    self._cell_text(cell) for row in _rows(child) for cell in row.children
                ):
                    continue
                head.is_open = False
                self._add_table(child, blocks)
        self._result.title = head.title
        if head.letterhead:
            self._result.notes.append(
                _("红头“%(words)s”没有读入，网页上写明发布单位。") % {"words": head.letterhead}
            )
        # A bold or large first line without a number is what the document is called.
        first = blocks[0] if blocks and not self._result.title else None
        if isinstance(first, Heading) and outline.without_number(first.text) == first.text:
            self._result.title = first.text
            del blocks[0]
        self._result.blocks = blocks
        self._add_footnotes()
        self._clean_pictures()
        self._result.notes += self._sentences()
        return self._result

    def _takes_as_title(self, paragraph: Any, head: Head) -> bool:
        """Take a line at the head as (a part of) the title; lines before it stay where they are."""
        return head.takes(
            text_of(self._line(paragraph.children, mark=False)).strip(),
            style=paragraph.style_name or "",
            is_centred=paragraph.alignment == "center",
            size=min(_sizes(paragraph), default=0),
        )

    def _flow(self, children: Iterable[Any]) -> Iterator[Any]:
        """Give paragraphs and tables; a table of one column or one row only lays out what stands in it."""
        for one in _flat(children):
            rows = _rows(one) if isinstance(one, documents.Table) else []
            if rows and (len(rows) == 1 or all(len(row.children) == 1 for row in rows)):
                self._count_table()
                for row in rows:
                    for cell in row.children:
                        yield from self._flow(cell.children)
            else:
                yield one

    def _count_table(self) -> None:
        self._count("tables")
        if self._counted["tables"] > MAX_TABLES:
            raise WordRefused(
                _("表格太多，最多%(most)d张。请分成几份，或作为附件发布。") % {"most": MAX_TABLES}
            )

    def _add_paragraph(self, paragraph: Any, blocks: list[Block]) -> None:
        style = (paragraph.style_name or "").lower()
        if style.startswith(("toc ", "toc", "目录")):
            self._count("contents")
            return
        line = trimmed(self._line(paragraph.children))
        text = text_of(line)
        pictures = list(self._pictures_in(paragraph.children))
        level = outline.style_level(style)
        numbering = paragraph.numbering
        if not text:
            blocks += pictures
            return
        is_annex = level == 0 and numbering is None and _is_annex_title(paragraph, text)
        if is_annex and blocks and blocks[-1] is self._annex:
            # The title of an annex runs over two lines, as that of the paper does.
            text = self._annex.text + text
            del blocks[-1]
        if level == 0 and numbering is None:
            level = 1 if is_annex else _level_by_looks(paragraph, line, text)
        if level:
            heading = Heading(" ".join(text.split("\n")), level)
            self._annex = heading if is_annex else None
            blocks.append(heading)
        elif numbering is not None:
            depth = min(int(numbering.level_index), DEEPEST)
            _add_item(blocks, Item(line, depth, bool(numbering.is_ordered)))
        else:
            blocks.append(Paragraph(line))
        blocks += pictures

    def _add_table(self, table: Any, blocks: list[Block]) -> None:
        self._count_table()
        rows: list[list[str]] = []
        across: list[tuple[int, int, int]] = []
        below: dict[tuple[int, int], str] = {}
        pictures: list[Block] = []
        for number, row in enumerate(_rows(table)[:MAX_ROWS]):
            cells: list[str] = []
            for cell in row.children:
                while (number, len(cells)) in below:
                    cells.append(below[number, len(cells)])
                text = self._cell_text(cell)
                pictures += self._pictures_in(cell.children)
                left = len(cells)
                width = max(1, min(cell.colspan, MAX_COLUMNS))
                if width > 1:
                    across.append((number, left, left + width - 1))
                # What is merged downwards is said again in each row, as it is read aloud.
                for down in range(1, min(cell.rowspan, MAX_ROWS)):
                    below[number + down, left] = text
                    below.update({(number + down, left + more): "" for more in range(1, width)})
                cells += [text, *[""] * (width - 1)]
            while (number, len(cells)) in below:
                cells.append(below[number, len(cells)])
            rows.append(cells[:MAX_COLUMNS])
        if any(any(row) for row in rows):
            blocks.append(Cells(tuple(map(tuple, rows)), tuple(across)))
        if pictures:
            self._count("moved", len(pictures))
            blocks += pictures

    def _cell_text(self, cell: Any) -> str:
        parts: list[str] = []
        for child in _flat(cell.children):
            if isinstance(child, documents.Table):
                self._count("nested")
                parts += [
                    " ".join(filter(None, map(self._cell_text, row.children))) for row in child.children
                ]
            elif isinstance(child, documents.Paragraph):
                text = text_of(trimmed(self._line(child.children)))
                if child.numbering is not None and not child.numbering.is_ordered and text:
                    text = f"· {text}"
                parts.append(text)
        return "\n".join(part for part in parts if part)

    # Words.

    def _line(
        self, children: Iterable[Any], *, bold: bool = False, link: str = "", mark: bool = True
    ) -> Line:
        words: list[Words] = []
        for child in children:
            match child:
                case documents.Run():
                    inner = self._line(child.children, bold=bold or child.is_bold, link=link, mark=mark)
                    self._count("struck", mark and bool(child.is_strikethrough and text_of(inner).strip()))
                    words += moved_up_or_down(inner, child.vertical_alignment)
                case documents.Hyperlink():
                    words += self._line(
                        child.children, bold=bold, link=self._address(child, counts=mark), mark=mark
                    )
                case documents.Text():
                    words.append(Words(without_unseen(child.value).replace("\u00ad", ""), bold, link))
                case documents.Tab():
                    words.append(Words(" ", bold, link))
                case documents.Break() if child.break_type == "line":
                    words.append(Words("\n", bold, link))
                case documents.Checkbox():
                    words.append(Words("☑" if child.checked else "☐", bold, link))
                case documents.NoteReference() if mark:
                    words.append(Words(self._mark(child)))
        return joined(words)

    def _address(self, link: Any, *, counts: bool) -> str:
        address = (link.href or "").strip()
        if not address:
            return ""  # leads to a place in the same document
        if _LINKS.fullmatch(address):
            return address
        self._count("links", counts)
        return ""

    def _mark(self, reference: Any) -> str:
        key = (reference.note_type, reference.note_id)
        if key not in self._marks:
            self._marks[key] = len(self._marks) + 1
        return mark_of(self._marks[key])

    def _add_footnotes(self) -> None:
        # A note may refer to another one, which is then the last.
        done = 0
        while done < len(self._marks):
            if done >= MAX_FOOTNOTES:
                raise WordRefused(
                    _("脚注太多，最多%(most)d条。请把文件作为附件发布。") % {"most": MAX_FOOTNOTES}
                )
            (note_type, note_id), number = list(self._marks.items())[done]
            done += 1
            try:
                body = self._source.notes.find_note(note_type, note_id).body
            except KeyError:
                body = []
            lines = [trimmed(self._line(one.children)) for one in _flat(body) if hasattr(one, "children")]
            line = joined(
                [
                    words
                    for place, one in enumerate(lines)
                    for words in (*((Words("\n"),) if place else ()), *one)
                ]
            )
            self._result.footnotes.append(Footnote(number, trimmed(line)))

    # Pictures.

    def _pictures_in(self, children: Iterable[Any]) -> Iterator[Picture]:
        for child in children:
            if isinstance(child, documents.Image):
                self._pictures.append((child, (child.alt_text or "").strip()))
                yield Picture(len(self._pictures) - 1, alternative_of(child.alt_text))
            elif not isinstance(child, documents.Text):
                yield from self._pictures_in(getattr(child, "children", ()))

    def _clean_pictures(self) -> None:
        if len(self._pictures) > MAX_PICTURES:
            raise WordRefused(
                _("图片太多（约%(count)d张），最多%(most)d张。请删去一些，或分成几份。")
                % {"count": len(self._pictures), "most": MAX_PICTURES}
            )
        places: dict[int, int] = {}
        for number, (picture, _words) in enumerate(self._pictures):
            try:
                clean = clean_picture(picture)
            except ValidationError as refused:
                self._result.notes.append(
                    _("第%(number)d张图片没有读入：%(reason)s")
                    % {"number": number + 1, "reason": "".join(refused.messages)}
                )
                continue
            places[number] = len(self._result.pictures)
            self._result.pictures.append(clean)
        self._result.blocks = [
            Picture(places[block.number], block.alternative) if isinstance(block, Picture) else block
            for block in self._result.blocks
            if not isinstance(block, Picture) or block.number in places
        ]

    # What the person must know.

    def _count(self, what: str, more: int = 1) -> None:
        self._counted[what] = self._counted.get(what, 0) + more

    def _sentences(self) -> Iterator[str]:
        if self._counted.get("contents"):
            yield _("目录没有读入，网页上不需要。")
        if self._counted.get("links"):
            yield _("%(count)d个链接的网址不能用，只留下了文字。") % {"count": self._counted["links"]}
        if self._counted.get("struck"):
            yield _("有删除线的文字按普通文字读入，请核对要不要删去。")
        if self._counted.get("nested"):
            yield _("表格里套着的表格按文字读入，请核对。")
        if self._counted.get("moved"):
            yield _("表格里的%(count)d张图片放在了表格后面。") % {"count": self._counted["moved"]}


def _flat(children: Iterable[Any]) -> Iterator[Any]:
    """Give paragraphs and tables; what is wrapped around them is opened, loose words get a paragraph."""
    for child in children:
        if isinstance(child, documents.Paragraph | documents.Table):
            inner = [one for one in _below(child) if isinstance(one, documents.Paragraph | documents.Table)]
            yield child
            if isinstance(child, documents.Paragraph):
                yield from _flat(inner)
        elif isinstance(child, documents.Run | documents.Text | documents.Hyperlink | documents.Image):
            yield documents.paragraph([child])


def _is_annex_title(paragraph: Any, text: str) -> bool:
    is_large = min(_sizes(paragraph), default=0) >= LARGE
    return is_large and paragraph.alignment == "center" and outline.may_be_heading(text)


def _level_by_looks(paragraph: Any, line: Line, text: str) -> int:
    if paragraph.alignment == "center":
        return int(outline.is_chapter(text))
    if paragraph.alignment in ("right", "end"):
        return 0
    return outline.heading_level(text, is_bold=all(words.is_bold for words in line if words.text.strip()))


def _rows(table: Any) -> list[Any]:
    return [row for row in table.children if isinstance(row, documents.TableRow)]


def _sizes(paragraph: Any) -> Iterator[float]:
    """Give the size in points of each run that has words; 0 where none is said."""
    for child in paragraph.children:
        if isinstance(child, documents.Run) and any(_below(child)):
            yield child.font_size or 0


def _below(element: Any) -> Iterator[Any]:
    for child in getattr(element, "children", ()):
        yield child
        if not isinstance(child, documents.Paragraph | documents.Table):
            yield from _below(child)


def _add_item(blocks: list[Block], item: Item) -> None:
    last = blocks[-1] if blocks else None
    # Deeper lines belong to the list that they stand in, whatever their own marks are.
    if isinstance(last, Items) and (last.is_ordered == item.is_ordered or item.depth > 0):
        blocks[-1] = Items((*last.items, item), last.is_ordered)
    else:
        blocks.append(Items((item,), item.is_ordered))
