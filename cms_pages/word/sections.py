"""A document cut at the headings that everybody uses: 办理条件, 申请材料, 收费标准 …"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cms_pages.word.plan import lines_of_table
from media.word.blocks import (
    Block,
    Cells,
    Footnote,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Words,
    mark_of,
    text_of,
)
from media.word.outline import without_number

LONGEST_LABEL: Final = 16
_SIGNS: Final = re.compile(r"[\s:：、．.*＊“”\"【】\[\]〔〕]+")
_BRACKETS: Final = re.compile(r"[（(][^（()）]*[)）]$")
_INLINE: Final = re.compile(r"(?P<label>[^：:。；，\n]{2,24})[：:]\s*(?P<rest>.*)", re.DOTALL)
# A heading inside a paragraph outranks none.
_DEEPEST: Final = 9
# “2.领取证件：…” is the second step, whatever label it looks like.
_COUNTED: Final = re.compile(r"\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳])")
_LISTS: Final = frozenset({"conditions", "materials", "steps", "answers"})

Labels: TypeAlias = Mapping[str, "re.Pattern[str]"]


@dataclass(slots=True)
class Section:
    """What stands under one heading.

    Attributes:
        label: the heading as it is written, without its number; "" before the first.
        key: which of the usual ones it is; "" for none of them.
        level: of the heading.
        blocks: what follows.
        is_counted: whether the heading is one of “1.”, “2.”, “3.”, as the next ones may be.
    """

    label: str = ""
    key: str = ""
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    is_counted: bool = False

    @property
    def is_list(self) -> bool:
        """Whether lines with a number are what is listed here, and no headings."""
        return self.key in _LISTS and not self.is_counted


def key_of(label: str, labels: Labels) -> str:
    """Return which of the usual headings `label` is, whatever its number and signs; "" for none."""
    words = _SIGNS.sub("", without_number(label.strip()))
    for text in dict.fromkeys((words, _BRACKETS.sub("", words))):
        for key, pattern in labels.items():
            if text and len(text) <= LONGEST_LABEL and pattern.fullmatch(text):
                return key
    return ""


def sections_of(blocks: Sequence[Block], labels: Labels) -> list[Section]:
    """Return the sections of a document in order; the first is what stands before any heading."""
    sections = [Section()]
    for block in blocks:
        for piece in _pieces(block, labels, in_list=sections[-1].is_list):
            if isinstance(piece, Section):
                sections.append(piece)
            elif isinstance(piece, Heading):
                _open(sections, piece, labels)
            else:
                sections[-1].blocks.append(piece)
    return [section for section in sections if section.label or section.blocks]


def _open(sections: list[Section], heading: Heading, labels: Labels) -> None:
    key = key_of(heading.text, labels)
    current = sections[-1]
    # “（一）身份证明” under “申请材料” is a part of it.
    if not key and current.key and 0 < current.level < heading.level:
        current.blocks.append(Paragraph((Words(heading.text),)))
    else:
        sections.append(Section(without_number(heading.text) or heading.text, key, heading.level))


def _pieces(block: Block, labels: Labels, *, in_list: bool) -> Iterator[Block | Section]:
    match block:
        case Heading():
            yield _labelled((Words(block.text),), labels) or block
        case Paragraph():
            is_listed = in_list and _COUNTED.match(text_of(block.line)) is not None
            yield block if is_listed else _labelled(block.line, labels) or block
        case Items():
            found = [None if in_list else _labelled(item.line, labels) for item in block.items]
            if sum(one is not None for one in found) * 2 >= len(found):
                for one, item in zip(found, block.items, strict=True):
                    yield one or Paragraph(item.line)
            else:
                yield block
        case Cells():
            rows = _label_rows(block, labels)
            if rows is None:
                yield block
            else:
                yield from rows
        case Picture():
            yield block


def _labelled(line: Line, labels: Labels) -> Section | None:
    """Return the section that a line like “办理时限：15个工作日” or “申请材料” begins."""
    text = text_of(line)
    is_counted = _COUNTED.match(text) is not None
    if len(text) <= LONGEST_LABEL + 6 and (key := key_of(text, labels)):
        return Section(without_number(text).rstrip("：:"), key, _DEEPEST, is_counted=is_counted)
    match = _INLINE.fullmatch(text)
    key = key_of(match["label"], labels) if match else ""
    if match is None or not key:
        return None
    rest = match["rest"].strip()
    blocks: list[Block] = [Paragraph((Words(rest),))] if rest else []
    return Section(without_number(match["label"]).strip(), key, _DEEPEST, blocks, is_counted)


def _label_rows(cells: Cells, labels: Labels) -> list[Section] | None:
    """Return the sections of a table that has labels on the left and their values on the right."""
    pairs: list[tuple[str, str]] = []
    for row in cells.rows:
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == 4 and key_of(filled[0], labels) and key_of(filled[2], labels):
            pairs += [(filled[0], filled[1]), (filled[2], filled[3])]
        elif filled:
            pairs.append((filled[0], "\n".join(dict.fromkeys(filled[1:]))))
    known = sum(bool(key_of(label, labels)) for label, _text in pairs)
    # One label may head a column of a real table.
    if known < 2 or known * 2 < len(pairs):
        return None
    return [
        Section(
            without_number(label).replace("\n", "").rstrip("：:"),
            key_of(label.replace("\n", ""), labels),
            _DEEPEST,
            [Paragraph((Words(line.strip()),)) for line in text.split("\n") if line.strip()],
        )
        for label, text in pairs
    ]


def lines_of(blocks: Sequence[Block]) -> list[str]:
    """Return the words of blocks, a line each; pictures have none."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                lines.append(block.text)
            case Paragraph():
                lines += text_of(block.line).split("\n")
            case Items():
                lines += [text_of(item.line).replace("\n", " ") for item in block.items]
            case Cells():
                lines += lines_of_table(block)
    return [line.strip() for line in lines if line.strip()]


def with_notes(text: str, footnotes: Sequence[Footnote]) -> str:
    """Return text in which each footnote stands in brackets where it is meant."""
    for note in footnotes:
        text = text.replace(mark_of(note.number), f"（{text_of(note.line)}）")
    return text
