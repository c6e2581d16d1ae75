"""What an applicant must bring, out of a line or a table."""

import re
from typing import Any, Final

from cms_pages.word import labels
from cms_pages.word.sections import key_of
from media.word.blocks import Cells

LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 160
LONGEST_ISSUER: Final = 60
_NOTHING: Final = re.compile(
    r"无|不(?:需要?|用)(?:提[供交])?(?:任何)?(?:带)?(?:申请)?(?:材料|资料)?|无需(?:提[供交])?(?:任何)?(?:材料|资料)"
)
_BOTH: Final = re.compile(r"原件(?:和|及|与|、|，|/|＋|\+)(?:其)?复印件")
_COUNT: Final = re.compile(r"(?:一式)?([\d一二两三四五六七八九])\s*份")
_CHINESE: Final = "〇一二三四五六七八九"
_SUFFIX: Final = re.compile(
    r"[，,、\s]*(?:(?:的)?(?:原件(?:(?:和|及|与|、|/)(?:其)?复印件)?|复印件))?[，,、\s]*(?:各?(?:一式)?[\d一二两三四五六七八九]\s*份)?$"
)
_NOTE: Final = re.compile(r"(?P<name>[^（(]{2,}?)\s*[（(](?P<note>.+)[)）](?P<more>.*)")


def needs_nothing(text: str) -> bool:
    """Return whether it says that nothing must be brought."""
    return _NOTHING.fullmatch(text.strip().rstrip("。")) is not None


def material_of(line: str) -> dict[str, Any] | None:
    """Return the material that a line names; None where its name can't be told from the rest."""
    text = line.strip().rstrip("；;。")
    note = ""
    match = _NOTE.fullmatch(text)
    if match is not None and len(text) > len(match["name"]):
        text, note = match["name"] + match["more"], match["note"]
    name = _SUFFIX.sub("", text).strip() or text
    if len(name) > LONGEST_NAME:
        name, sign, rest = _split(text)
        note = "，".join(filter(None, (rest, note))) if sign else note
    if not name or len(name) > LONGEST_NAME or len(note) > LONGEST_NOTE:
        return None
    return {"name": name, "form": _form(f"{text} {note}"), "number": _number(text), "note": note}


def materials_of_table(cells: Cells) -> list[dict[str, Any]] | None:
    """Return the materials that a table lists by its columns; None where it has no column of names."""
    head = list(cells.rows[0]) if cells.rows else []
    columns: dict[str, int] = {}
    for place, title in enumerate(head):
        key = key_of(title.replace("\n", ""), labels.COLUMNS)
        if key and key not in columns:
            columns[key] = place
    if "name" not in columns:
        return None
    materials = []
    for row in cells.rows[1:]:
        cell = {
            key: " ".join(row[place].split()) if place < len(row) else "" for key, place in columns.items()
        }
        if not cell["name"]:
            continue
        material = material_of(cell["name"])
        if (
            material is None
            or len(cell.get("note", "")) > LONGEST_NOTE
            or len(cell.get("issuer", "")) > LONGEST_ISSUER
        ):
            return None
        form = cell.get("form", "")
        material["form"] = _form(form) if form else material["form"]
        material["number"] = _number(f"{cell['number']}份") if cell.get("number") else material["number"]
        material["note"] = "；".join(filter(None, (material["note"], cell.get("note", ""))))[:LONGEST_NOTE]
        material["issuer"] = cell.get("issuer", "")
        materials.append(material)
    return materials


def _split(text: str) -> tuple[str, str, str]:
    match = re.search(r"[，,；;：:]", text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _form(text: str) -> str:
    if _BOTH.search(text):
        return "both"
    if "复印件" in text:
        return "copy"
    if "电子" in text:
        return "electronic"
    is_blank = re.search(r"填表|填写|申请表|登记表|审批表|授权书|承诺书", text) is not None
    return "fill" if is_blank and "原件" not in text else "original"


def _number(text: str) -> int:
    match = _COUNT.search(text.replace("份份", "份"))
    if match is None:
        return 1
    digit = "二" if match[1] == "两" else match[1]
    return max(1, int(digit) if digit.isdecimal() else _CHINESE.index(digit))
