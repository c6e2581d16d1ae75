"""Takes out of a document what nobody sees or should see, before anything else reads it.

Deleted words of tracked changes, hidden text, comments with their authors, embedded objects, links to files
elsewhere and settings go; text boxes and automatic numbers become plain paragraphs and words. What was taken
out is counted for the report.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from media.word.blocks import WordRefused
from media.word.drawings import grouped_pictures, without_boxes
from media.word.formulas import formula
from media.word.judging import DAMAGE, broken, opened, part
from media.word.numbering import Label, Numbering
from media.word.styles import Styles
from media.word.tags import WORD, children, first, is_on, short, value_of, words_in

MAX_PARAGRAPHS: Final = 2_000
# With those in cells of tables.
MAX_ALL_PARAGRAPHS: Final = 12_000
MAX_PICTURES: Final = 30

_MAIN: Final = "word/document.xml"
_TYPES: Final = "[Content_Types].xml"
_DROPPED: Final = {
    "w:commentRangeStart": "",
    "w:commentRangeEnd": "",
    "w:commentReference": "comments",
    "w:del": "deletions",
    "w:moveFrom": "deletions",
    "w:altChunk": "embedded",
    "w:object": "embedded",
    "c:chart": "drawings",
    "dgm:relIds": "drawings",
}
# Whose children stand in their place.
_OPENED: Final = {"w:fldSimple", "w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:bdo", "w:dir"}
_WRITTEN_AS: Final = {"w:cr": "br", "w:ptab": "tab"}
# What paragraphs and tables look like; mammoth knows the marks of tracked changes in them.
_LOOKS: Final = {"w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sectPr"}
_HOLD_PARAGRAPHS: Final = {"w:body", "w:tc", "w:sdtContent", "w:footnote", "w:endnote"}
_PARTS: Final = {"styles", "numbering", "footnotes", "endnotes"}
_ONLY_PAGE_NUMBERS: Final = re.compile(r"[\s\d第页共/—–\-·]*")


# A list, and the depth in it.
Place: TypeAlias = tuple[str, int]
Numbered: TypeAlias = tuple[Element, Place]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document with nothing in it but what is read, and what was taken out, in sentences."""

    data: bytes
    notes: list[str]


def cleaned(data: bytes) -> Cleaned:
    """Return a document of the same words and pictures with nothing else in it.

    Raises:
        WordRefused: it can't be opened, or is too long for a page.
    """
    cleaner = _Cleaner(opened(data))
    try:
        return Cleaned(cleaner.run(), list(_sentences(cleaner.left)))
    except DAMAGE:
        raise broken() from None


class _Cleaner:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.left: Counter[str] = Counter()
        self._main = self._main_part()
        self._folder = posixpath.dirname(self._main)
        self._related = dict(self._relations(self._main))
        self._styles_part = self._part_of("styles")
        self._styles = Styles(self._styles_part)

    def run(self) -> bytes:
        document = part(self._archive, self._main)
        if document is None:
            raise broken()
        self._check_size(document)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in (_TYPES, "_rels/.rels"):
                if (tree := part(self._archive, name)) is not None:
                    copy.writestr(name, ElementTree.tostring(tree))
            self._clean(document)
            self._number(document)
            self._copy_body(copy, self._main, document)
            for kind in sorted(_PARTS):
                name = self._name_of(kind)
                tree = self._styles_part if kind == "styles" else part(self._archive, name) if name else None
                if tree is not None and name:
                    self._clean(tree)
                    self._copy_body(copy, name, tree)
        self._look_at_margins()
        return target.getvalue()

    # What is in the archive.

    def _main_part(self) -> str:
        for _key, (kind, target, is_external) in self._relations(""):
            if kind == "officeDocument" and not is_external:
                return target
        return _MAIN

    def _relations(self, name: str) -> Iterator[tuple[str, tuple[str, str, bool]]]:
        """Give key, kind, target, and whether that is elsewhere, of each relation of a part."""
        folder, base = posixpath.split(name)
        tree = part(self._archive, posixpath.join(folder, "_rels", f"{base}.rels"))
        for one in children(tree, "rel:Relationship"):
            is_external = one.element.get("TargetMode") == "External"
            target = one.element.get("Target", "")
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = one.element.get("Type", "").rpartition("/")[2]
            yield one.element.get("Id", ""), (kind, target, is_external)

    def _name_of(self, kind: str) -> str:
        found = [target for one, target, external in self._related.values() if one == kind and not external]
        return found[0] if found else posixpath.join(self._folder, f"{kind}.xml")

    def _part_of(self, kind: str) -> Element | None:
        return part(self._archive, self._name_of(kind))

    def _check_size(self, document: Element) -> None:
        everywhere = sum(short(one.tag) == "w:p" for one in document.iter())
        in_cells = sum(
            short(one.tag) == "w:p"
            for table in document.iter()
            if short(table.tag) == "w:tc"
            for one in table
        )
        if everywhere - in_cells > MAX_PARAGRAPHS or everywhere > MAX_ALL_PARAGRAPHS:
            raise WordRefused(
                _("文件太长（%(count)d段），一个网页放不下。请分成几份，或作为附件发布。")
                % {"count": everywhere}
            )
        pictures = sum(short(one.tag) in ("a:blip", "v:imagedata") for one in document.iter())
        if pictures > 2 * MAX_PICTURES:  # each may be there once more, for older programs
            raise WordRefused(
                _("图片太多（约%(count)d张），最多%(most)d张。请删去一些，或分成几份。")
                % {"count": pictures, "most": MAX_PICTURES}
            )

    # What is taken out.

    def _clean(self, parent: Element) -> None:
        kept: list[Element] = []
        for child in list(parent):
            kept += self._kept(child)
        if short(parent.tag) in _HOLD_PARAGRAPHS:
            in_order: list[Element] = []
            for child in kept:
                boxes = list(without_boxes(child)) if short(child.tag) == "w:p" else []
                self.left["boxes"] += any(words_in(box, "w:t").strip() for box in boxes)
                in_order += [child, *boxes]
            kept = in_order
        parent[:] = kept

    def _kept(self, child: Element) -> list[Element]:
        """Return what stands for a child afterwards: itself, what is in it, or nothing."""
        tag = short(child.tag)
        if tag in _LOOKS:
            self.left["deletions"] += any(short(one.tag) == "w:del" for one in child.iter())
            return [child]
        if tag in _DROPPED:
            self.left[_DROPPED[tag]] += 1
            return []
        if tag in _OPENED:
            self.left["insertions"] += tag in ("w:ins", "w:moveTo")
            self._clean(child)
            return list(child)
        if tag in ("m:oMath", "m:oMathPara"):
            self.left["formulas"] += 1
            return [_run(formula(child))]
        if tag == "mc:AlternateContent":
            return self._alternative(child)
        if tag == "w:ruby":
            # How a rare sign is read stands above it; what it stands above are the words.
            self.left["readings"] += 1
            return [_words(words_in(base, "w:t")) for base in child if short(base.tag) == "w:rubyBase"]
        if tag in _WRITTEN_AS:
            return [Element(f"{{{WORD}}}{_WRITTEN_AS[tag]}")]
        if tag == "v:textpath":
            return [_run(child.get("string", ""))]
        if self._is_hidden(child, tag):
            self.left["hidden"] += bool(words_in(child, "w:t").strip())
            return []
        grouped = list(grouped_pictures(child)) if tag == "w:drawing" else []
        self._clean(child)
        return [child, *grouped]

    def _is_hidden(self, child: Element, tag: str) -> bool:
        if tag == "w:r":
            properties = first(child, "w:rPr")
            return is_on(properties, "w:vanish") or self._styles.hides(value_of(properties, "w:rStyle"))
        if tag == "w:p":
            return self._styles.hides(value_of(first(child, "w:pPr"), "w:pStyle"))
        return False

    def _alternative(self, choices: Element) -> list[Element]:
        """Return the one form of a drawing: the old one has its pictures, the new one its words. WPS writes
        some without an old one, or leaves the pictures out of it.
        """
        new, old = first(choices, "mc:Choice"), first(choices, "mc:Fallback")
        boxes = [] if new is None else [box for box in new.iter() if short(box.tag) == "w:txbxContent"]
        if old is None or _count(new, "pic:pic") > _count(old, "v:imagedata"):
            kept = list(new) if new is not None else []
        else:
            if boxes:
                for _box in without_boxes(old):
                    pass
            kept = [*old, *boxes]
        result: list[Element] = []
        for one in kept:
            result += self._kept(one)
        return result

    # What becomes words.

    def _number(self, document: Element) -> None:
        numbering = Numbering(self._part_of("numbering"), self._styles)
        for container in [one for one in document.iter() if short(one.tag) in _HOLD_PARAGRAPHS]:
            for group in _lists(container, numbering):
                labels = [numbering.count(*place) for _paragraph, place in group]
                stays = _shows_as_html([place for _paragraph, place in group], labels, numbering)
                for (paragraph, _place), label in zip(group, labels, strict=True):
                    if not stays or self._styles.heading_level(paragraph):
                        _write_label(paragraph, label.text)
        for paragraph in [one for one in document.iter() if short(one.tag) == "w:p"]:
            if level := self._styles.heading_level(paragraph):
                self._styles.mark_heading(paragraph, level)

    # What is copied.

    def _copy_body(self, copy: zipfile.ZipFile, name: str, tree: Element) -> None:
        """Copy a part with the relations that lead to pictures in the archive, and to pages elsewhere."""
        kept: dict[str, tuple[str, str, bool]] = {}
        for key, (kind, target, is_external) in self._relations(name):
            if kind == "hyperlink" and is_external:
                kept[key] = (kind, target, True)
            elif kind == "image" and not is_external and target in self._archive.namelist():
                kept[key] = (kind, f"/{target}", False)
                if target not in copy.namelist():
                    copy.writestr(target, self._archive.read(target))
            elif kind in _PARTS and not is_external:
                kept[key] = (kind, f"/{target}", False)
        for element in tree.iter():
            for attribute, key in list(element.attrib.items()):
                if short(attribute) in ("r:id", "r:embed", "r:link") and key not in kept:
                    del element.attrib[attribute]
                    is_picture = short(element.tag) in ("a:blip", "v:imagedata")
                    self.left["linked"] += is_picture and not _holds_picture(element, kept)
                elif short(attribute) == "r:link":
                    del element.attrib[attribute]
        copy.writestr(name, ElementTree.tostring(tree))
        folder, base = posixpath.split(name)
        copy.writestr(posixpath.join(folder, "_rels", f"{base}.rels"), _relationships(kept))

    def _look_at_margins(self) -> None:
        for kind, target, is_external in self._related.values():
            if kind in ("header", "footer") and not is_external:
                tree = part(self._archive, target)
                words = words_in(tree, "w:t") if tree is not None else ""
                pictures = _count(tree, "a:blip") + _count(tree, "v:imagedata")
                self.left["margins"] += pictures > 0 or _ONLY_PAGE_NUMBERS.fullmatch(words) is None


def _lists(container: Element, numbering: Numbering) -> Iterator[list[Numbered]]:
    """Give the paragraphs of each list that nothing but empty lines and deeper lists interrupt, with their
    places.
    """
    group: list[Numbered] = []
    for child in container:
        is_paragraph = short(child.tag) == "w:p"
        place = numbering.place_of(child) if is_paragraph else None
        if place is None:
            if group and not (is_paragraph and not words_in(child, "w:t").strip()):
                yield group
                group = []
            continue
        if group and place[0] != group[0][1][0] and place[1] <= group[0][1][1]:
            yield group
            group = []
        group.append((child, place))
    if group:
        yield group


def _shows_as_html(places: list[Place], labels: list[Label], numbering: Numbering) -> bool:
    """Return whether HTML's lists number those lines as Word does: each depth by itself, and from 1."""
    levels = [numbering.level(*place) for place in places]
    above = -1
    for (_key, depth), label in zip(places, labels, strict=True):
        if depth > above and not label.is_first:
            return False
        above = depth
    return all(level is not None and level.is_simple for level in levels)


def _count(element: Element | None, tag: str) -> int:
    return sum(short(one.tag) == tag for one in element.iter()) if element is not None else 0


def _run(text: str) -> Element:
    run = Element(f"{{{WORD}}}r")
    run.append(_words(text))
    return run


def _words(text: str) -> Element:
    words = Element(f"{{{WORD}}}t")
    words.text = text
    return words


def _write_label(paragraph: Element, label: str) -> None:
    """Write the number of a paragraph before its words, and take it out of its list."""
    properties = first(paragraph, "w:pPr")
    if properties is None:
        return
    for numbered in list(children(properties, "w:numPr")):
        properties.remove(numbered.element)
    # A style may number it, too: list 0 is none.
    none = ElementTree.SubElement(properties, f"{{{WORD}}}numPr")
    ElementTree.SubElement(none, f"{{{WORD}}}ilvl", {f"{{{WORD}}}val": "0"})
    ElementTree.SubElement(none, f"{{{WORD}}}numId", {f"{{{WORD}}}val": "0"})
    if label:
        gap = "" if re.search(r"[、）)．]$", label) else " "
        paragraph.insert(list(paragraph).index(properties) + 1, _run(f"{label}{gap}"))


def _holds_picture(element: Element, kept: Mapping[str, object]) -> bool:
    """Return whether a picture that is linked is in the file as well, as WPS keeps most."""
    return any(short(name) == "r:embed" and key in kept for name, key in element.attrib.items())


def _relationships(kept: dict[str, tuple[str, str, bool]]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    root = Element(f"{{{namespace}}}Relationships")
    for key, (kind, target, is_external) in kept.items():
        attributes = {"Id": key, "Type": f"{types}/{kind}", "Target": target}
        if is_external:
            attributes["TargetMode"] = "External"
        ElementTree.SubElement(root, f"{{{namespace}}}Relationship", attributes)
    return ElementTree.tostring(root)


def _sentences(left: Counter[str]) -> Iterator[str]:
    """Say what was taken out."""
    if left["deletions"] or left["insertions"]:
        yield _("文件里有修订痕迹：按接受全部修订读入，删除的文字没有读入。请核对。")
    if left["comments"]:
        yield _("%(count)d条批注没有读入。") % {"count": left["comments"]}
    if left["hidden"]:
        yield _("%(count)d处隐藏文字没有读入。") % {"count": left["hidden"]}
    if left["boxes"]:
        yield _("文本框里的文字放在了所在段落的后面，请核对顺序。")
    if left["margins"]:
        yield _("页眉和页脚没有读入，里面的图片也没有。")
    if left["readings"]:
        yield _("%(count)d处拼音指南只读入了文字，注音没有读入。") % {"count": left["readings"]}
    if left["linked"]:
        yield _("%(count)d张图片没有存在文件里（链接到别处），没有读入。") % {"count": left["linked"]}
    if left["drawings"]:
        yield _("图表和 SmartArt 图形没有读入。请截图后作为图片插入，或改用数据表。")
    if left["embedded"]:
        yield _("嵌入的对象（如 Excel 表）没有读入。表格请用“导入表格”。")
    if left["formulas"]:
        yield _("公式按文字读入，请核对。")
