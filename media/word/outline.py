"""Which paragraphs are headings, and which the title: by their style, or as Chinese documents are written."""

import re
from typing import Final

LONGEST_TITLE: Final = 100
# What is longer, or ends as a sentence does, is a paragraph.
LONGEST_HEADING: Final = 40
LONGEST_BOLD_HEADING: Final = 30

_STYLE = re.compile(r"(?:heading|标题) ?(?P<level>\d)", re.IGNORECASE)
_TITLE_STYLES: Final = frozenset({"title", "标题", "主标题"})
_CHAPTER: Final = re.compile(r"第[一二三四五六七八九十百]+[章编]")
# GB/T 9704-2012, 7.3.3: “一、”, “（一）”, “1.”, “（1）”, in this order.
_NUMBERS: Final = (
    (1, re.compile(r"第[一二三四五六七八九十百]+[章节部分编]|[一二三四五六七八九十]{1,3}[、.．]")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
)
_ANY_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章节条部分编]+|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[、．)）]|\d{1,2}\.(?!\d)|[（(]\d{1,2}[)）]|[①-⑳])\s*"
)
_SENTENCE_END = re.compile(r"[。；;，,！!？?：:]$")
_LABELLED = re.compile(r"[：:].")
# “宁秦民〔2026〕12号”, also with “签发人：王某” beside it; minutes and briefs are counted: “第5期”.
_DOCUMENT_NUMBER: Final = re.compile(
    r".{0,24}[〔\[［【（(]\d{4}[〕\]］】）)]\s*第?\s*\d*\s*[号期][)）]?(?:[（(]总第\s*\d+\s*期[)）]|\s*签发人\s*[：:].{0,12})?"
    r"|(?:[（(]?总?第\s*\d{1,4}\s*[号期][)）]?)+"
)
# Who brings out a brief, and when, far apart on one line below its number.
_ISSUER_AND_DAY: Final = re.compile(r".{2,24}?[ \u3000]{2,}\d{4}年\d{1,2}月\d{1,2}日")
# A date, the days for which something is announced, a line of nothing but signs.
_NO_TITLE = re.compile(
    r"[（(]?\d{4}年\d{1,2}月(?:\d{1,2}日)?[)）]?|[（(].{0,6}(?:公示|时间|日期)[^（）()]*[)）]|[\W_]*"
)


def is_title_style(style: str) -> bool:
    """Return whether a style is that of titles."""
    return style.strip().lower() in _TITLE_STYLES


def is_document_number(text: str) -> bool:
    """Return whether a line is the number under which an office has registered a document."""
    return _DOCUMENT_NUMBER.fullmatch(text) is not None


def is_issuer_and_day(text: str) -> bool:
    """Return whether a line only says who brings a brief out, and on which day."""
    return _ISSUER_AND_DAY.fullmatch(text) is not None


def may_be_title(text: str) -> bool:
    """Return whether a centred line at the head of a document is (a part of) its title."""
    return bool(text) and _NO_TITLE.fullmatch(text) is None and not text.endswith(("。", "；"))


def style_level(style: str) -> int:
    """Return the level that a style says; 0 where it is none of headings."""
    match = _STYLE.match(style.strip())
    return int(match["level"]) if match else 0


def may_be_heading(text: str) -> bool:
    """Return whether a line is short enough, and no sentence, to head what follows."""
    return 0 < len(text) <= LONGEST_HEADING and "\n" not in text and not _SENTENCE_END.search(text)


def is_chapter(text: str) -> bool:
    """Return whether a line names a chapter of rules, which stands in the middle: “第一章　总则”."""
    return may_be_heading(text) and _CHAPTER.match(text) is not None


def heading_level(text: str, *, is_bold: bool) -> int:
    """Return the level of a heading that only looks like one; 0 for a paragraph."""
    if _SENTENCE_END.search(text) or _LABELLED.search(text) or "\n" in text:
        return 0
    if len(text) <= LONGEST_HEADING:
        for level, number in _NUMBERS:
            if number.match(text) and without_number(text):
                return level
    return 3 if is_bold and len(text) <= LONGEST_BOLD_HEADING else 0


def without_number(text: str) -> str:
    """Return a heading without its number: `一、办理条件` → `办理条件`."""
    return _ANY_NUMBER.sub("", text, count=1).strip() if _ANY_NUMBER.match(text) else text.strip()
