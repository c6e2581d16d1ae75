"""A disclosure: each heading is an element of the catalogue's item, or a section of its own."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from cms_pages.word.plan import Plan
from cms_pages.word.rich import Stream
from disclosure.choices import ElementForm
from disclosure.elements import LONGEST_NAME, Element
from disclosure.models import DisclosureDuty
from media.word.blocks import (
    Block,
    Cells,
    Footnote,
    Heading,
    Items,
    Paragraph,
    WordDocument,
    Words,
    mark_of,
    text_of,
)
from media.word.outline import without_number

_SIGNS: Final = re.compile(r"[\s:：、，,．.（）()《》“”\-—]+")
# “支出明细”, “支出明细表”, “本季支出情况” mean the same part.
_FILLING: Final = re.compile(r"明细|情况|说明|一览|表$|清单|本[季月年]度?|第[一二三四]季度|财务|社区|公开|的")
_PREAMBLE: Final = "说明"


def plan_disclosure(document: WordDocument, duty: DisclosureDuty) -> Plan:
    """Return what of a document goes into which section of the disclosure of `duty`."""
    plan = Plan(title=duty.title)
    elements = [element for element in duty.item.element_list if element.form != ElementForm.FILE]
    for name, blocks in _sections(document.blocks, elements, plan):
        stream = Stream(plan, name, table="table", caption=f"{duty.title}{name}")
        stream.add(blocks)
        for note in _notes_in(blocks, document.footnotes):
            stream.add([Paragraph((*_marked(note), *note.line))])
        plan.sections[name] = stream.finish()
    missing = [
        element.name
        for element in duty.item.element_list
        if element.is_required and element.name not in plan.sections
    ]
    if missing:
        plan.notes.append(
            _("文件里没有看到这些要素，请在草稿里补上：%(names)s。") % {"names": "、".join(missing)}
        )
    return plan


def _sections(
    blocks: Sequence[Block], elements: Sequence[Element], plan: Plan
) -> list[tuple[str, list[Block]]]:
    """Return the blocks of each section by its name, in the order of the document."""
    found: dict[str, list[Block]] = {}
    current = ""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            element = element_for(block.text, elements)
            if element is not None:
                current, level = element.name, block.level
                found.setdefault(current, [])
                continue
            if current and level and block.level > level:
                found[current].append(block)
                continue
            current, level = without_number(block.text)[:LONGEST_NAME], block.level
            found.setdefault(current, [])
            plan.notes.append(_("目录里没有“%(name)s”这一要素，单独放了一节。") % {"name": current})
            continue
        name = current or _by_itself(block, elements) or _PREAMBLE
        found.setdefault(name, []).append(block)
    return [(name, parts) for name, parts in found.items() if parts]


def _by_itself(block: Block, elements: Sequence[Element]) -> str:
    """Return the element that a block before any heading is: the only table is that of the only table."""
    tables = [element.name for element in elements if element.form == ElementForm.TABLE]
    return tables[0] if isinstance(block, Cells) and len(tables) == 1 else ""


def element_for(heading: str, elements: Sequence[Element]) -> Element | None:
    """Return the element that a heading names, by the same words or by those that tell it from others."""
    words = _SIGNS.sub("", without_number(heading))
    for element in elements:
        if _SIGNS.sub("", element.name) == words:
            return element
    core = _FILLING.sub("", words)
    same = [
        element for element in elements if core and _FILLING.sub("", _SIGNS.sub("", element.name)) == core
    ]
    if len(same) == 1:
        return same[0]
    near = [
        element
        for element in elements
        if (name := _FILLING.sub("", _SIGNS.sub("", element.name)))
        and len(core) >= 2
        and core in name  # “结余” is short for “期末结余”; “大额支出” is something else than “支出”
    ]
    return near[0] if len(near) == 1 else None


def _notes_in(blocks: Sequence[Block], footnotes: Sequence[Footnote]) -> list[Footnote]:
    words = "\n".join(_words(block) for block in blocks)
    return [note for note in footnotes if mark_of(note.number) in words]


def _words(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return text_of(block.line)
        case Items():
            return "\n".join(text_of(item.line) for item in block.items)
        case Cells():
            return "\n".join(cell for row in block.rows for cell in row)
    return ""


def _marked(note: Footnote) -> tuple[Words, ...]:
    return (Words(mark_of(note.number)),)
