"""What changed between two versions, as a reader can follow it: section by section, line by line."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from cms_pages.disclosures.outline import Section, outline

if TYPE_CHECKING:
    from cms_pages.models import DisclosureVersion

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
# Lines this alike are one line that was changed; others are one gone and one come.
ALIKE = 0.5
_TOKEN = re.compile(r"[0-9][0-9,.]*|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: the same in both, or only in one."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line with its pieces; `kind` says what became of it."""

    kind: str
    pieces: list[Piece]


@dataclass(frozen=True)
class SectionChange:
    """What became of one section."""

    name: str
    kind: str
    lines: list[Line]


def stream_of(version: "DisclosureVersion") -> Any:
    """Return the body of a version as blocks."""
    from cms_pages.models import DisclosurePage

    return DisclosurePage._meta.get_field("content").to_python(version.content)


def compare(older: "DisclosureVersion", newer: "DisclosureVersion") -> list[SectionChange]:
    """Return what became of each section and of the files, those that did not change left out."""
    before = {section.name: _lines(section) for section in outline(stream_of(older))}
    after = {section.name: _lines(section) for section in outline(stream_of(newer))}
    files_before = [row["title"] for row in older.attachments]
    files_after = [row["title"] for row in newer.attachments]
    changes = []
    for name in [*after, *(gone for gone in before if gone not in after)]:
        old, new = before.get(name), after.get(name)
        if old != new:
            kind = ADDED if old is None else REMOVED if new is None else CHANGED
            changes.append(SectionChange(name, kind, _compare_lines(old or [], new or [])))
    if files_before != files_after:
        changes.append(SectionChange("附件", CHANGED, _compare_lines(files_before, files_after)))
    return changes


def _lines(section: Section) -> list[str]:
    return [line for part in section.parts for line in part.lines]


def _compare_lines(old: list[str], new: list[str]) -> list[Line]:
    found: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line(SAME, [Piece(SAME, line)]) for line in old[i:j]]
            continue
        gone, come = old[i:j], new[k:m]
        while gone and come and SequenceMatcher(None, gone[0], come[0], autojunk=False).ratio() >= ALIKE:
            found.append(_changed(gone.pop(0), come.pop(0)))
        found += [Line(REMOVED, [Piece(REMOVED, line)]) for line in gone]
        found += [Line(ADDED, [Piece(ADDED, line)]) for line in come]
    return found


def _changed(old: str, new: str) -> Line:
    """Compare two lines by character, numbers and Latin words whole: 300.00 becomes 280.00, not 3 and 28."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(before[i:j])))
            continue
        pieces += [Piece(REMOVED, "".join(before[i:j]))] if j > i else []
        pieces += [Piece(ADDED, "".join(after[k:m]))] if m > k else []
    return Line(CHANGED, pieces)
