"""The small line drawing by which a reader recognises a street or a community, and those of the columns.

Which of the motifs an area gets is decided by its name where the name says something (文德桥 gets a
bridge), else by its code, so that it stays the same for ever and neighbours differ.
"""

import re
import zlib
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER: Final = Path(__file__).parent / "static" / "design" / "img" / "drawings"

COLUMNS: Final = FOLDER.parent / "columns"

MOTIFS: Final = (
    "bridge",
    "houses",
    "gate",
    "lantern",
    "boat",
    "pagoda",
    "garden",
    "lane",
    "towers",
    "market",
    "school",
    "lake",
    "village",
    "archway",
    "avenue",
)

# What a name's own words show. Looked for from the end of the name: 东水关 is a gate, 桥北村 is a village.
WORDS: Final = {
    "夫子庙": "archway",
    "桥": "bridge",
    "虹": "bridge",
    "门": "gate",
    "关": "gate",
    "城": "gate",
    "巷": "lane",
    "里": "lane",
    "坊": "lane",
    "营": "houses",
    "湖": "lake",
    "塘": "lake",
    "河": "boat",
    "航": "boat",
    "园": "garden",
    "苑": "garden",
    "塔": "pagoda",
    "寺": "pagoda",
    "庙": "archway",
    "宫": "archway",
    "府": "archway",
    "村": "village",
    "庄": "village",
    "寓": "towers",
    "市": "market",
    "街口": "market",
    "学": "school",
    "校": "school",
    "院": "school",
    "路": "avenue",
    "大道": "avenue",
}
_SUFFIX: Final = re.compile(
    "(虚拟社区|社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|社区|街道办事处|街道|办事处)$"
)
_DISTRICT_MOTIF: Final = "houses"

_KEY: Final = re.compile(r"[a-z][a-z-]*")


def motif(code: str, level: str = "", name: str = "") -> str:
    """Return the motif for an area, always the same one. A district has the town's own houses."""
    stem = _SUFFIX.sub("", name)
    if level == "district" or not (code or stem):
        return _DISTRICT_MOTIF
    for end in range(len(stem), 0, -1):
        for word, chosen in WORDS.items():
            if stem[:end].endswith(word):
                return chosen
    return MOTIFS[zlib.crc32(code.encode() or stem.encode()) % len(MOTIFS)]


def drawing(code: str, level: str = "", name: str = "") -> SafeString:
    """The area's drawing as an inline SVG in the colour of the text, hidden from screen readers."""
    chosen = motif(code, level, name)
    return format_html(
        '<svg class="drawing drawing-{}" width="320" aria-hidden="true" focusable="false" {}',
        chosen,
        _picture(chosen),
    )


def column_drawing(key: str) -> SafeString:
    """The picture of a column where there is none of its own: an inline SVG in the tokens' colours, hidden
    from screen readers. Nothing where no column has that key.
    """
    if not _KEY.fullmatch(key) or not (COLUMNS / f"{key}.svg").is_file():
        return SafeString("")
    return format_html(
        '<svg class="drawing drawing_column" width="120" aria-hidden="true" focusable="false" {}',
        _picture(f"../columns/{key}"),
    )


@cache
def _picture(chosen: str) -> SafeString:
    # Our own file, not input: its attributes and strokes are trusted.
    source = (FOLDER / f"{chosen}.svg").read_text(encoding="utf-8")
    return mark_safe(source.removeprefix('<svg xmlns="http://www.w3.org/2000/svg" ').strip())  # noqa: S308
