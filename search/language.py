"""The language of queries: words, “exact phrase”, -without, 社区:五老村, 栏目:公告, 部门:民政局,
日期:2026-03.

`parse` is pure and takes any text whatever: what it can't read as something else is words.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from search.analysis import composed, fold

LONGEST: Final = 100
MOST_PARTS: Final = 12
# What people write before the colon, and what it means.
FIELDS: Final = {
    "社区": "area",
    "街道": "area",
    "村": "area",
    "栏目": "column",
    "类别": "column",
    "部门": "department",
    "单位": "department",
    "日期": "during",
    "时间": "during",
    "自": "since",
    "从": "since",
    "起": "since",
    "至": "until",
    "到": "until",
    "止": "until",
}
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟「」『』«»〝〞＂", '"'))
_PART: Final = re.compile(
    r'(?P<minus>-)?(?:(?P<field>\w{1,2}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_DAY: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2}))?(?:[-/.月](\d{1,2}))?[日月年]?")
_DATES: Final = "|".join(name for name, field in FIELDS.items() if field in ("during", "since", "until"))
# A telephone number that is written in parts. Two years are none, nor what is counted (502 1201室), nor what
# follows a time (日期:2026 8462): that is found first, without parts.
_TELEPHONE: Final = re.compile(
    rf"(?:{_DATES}):\S+|"
    r"(?<![0-9])(?!(?:19|20)[0-9]{2} (?:19|20))([0-9]{3,4}) ([0-9]{4})(?: ([0-9]{4}))?"
    r"(?![0-9年月日元块岁路室幢栋座楼层弄巷单]|号(?!码))"
)
_BETWEEN: Final = re.compile(r"\.\.+|~|—+|至|到")


@dataclass(frozen=True)
class Query:
    """What somebody asked.

    Attributes:
        text: as it is shown again.
        words: folded words, each to be found in some form.
        phrases: folded texts to be found as they are.
        without: folded texts that must not occur.
        area, column, department: folded names, or "".
        since, until: the first and last day, or None.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    area: str = ""
    column: str = ""
    department: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.words or self.phrases or self.is_filtered)

    @property
    def is_filtered(self) -> bool:
        """Whether it names a place, a column, a department or a time."""
        return bool(self.area or self.column or self.department or self.since or self.until)


def parse(text: str) -> Query:
    """Return what `text` asks, of its first 100 characters and twelve parts."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in composed(text)).split())[
        :LONGEST
    ]
    folded = _TELEPHONE.sub(_hyphened, fold(shown.translate(_QUOTES)))
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    named: dict[str, str] = {}
    span: dict[str, date] = {}
    for found in list(_PART.finditer(folded))[:MOST_PARTS]:
        if found["field"] and _read_field(found, named, span):
            continue
        if found["phrase"] is not None:
            (without if found["minus"] else phrases).append(found["phrase"].strip())
        elif found["word"] is not None:
            (without if found["minus"] else words).append(found["word"])
        else:
            words.append(found[0])
    return Query(
        text=shown,
        words=tuple(filter(None, words)),
        phrases=tuple(filter(None, phrases)),
        without=tuple(filter(None, without)),
        **named,
        since=span.get("since"),
        until=span.get("until"),
    )


def _hyphened(found: re.Match[str]) -> str:
    return "-".join(filter(None, found.groups())) or found[0]


def _read_field(found: re.Match[str], named: dict[str, str], span: dict[str, date]) -> bool:
    """Note what `社区:…` says; return False where it is no such thing and stays text."""
    field = FIELDS.get(found["field"])
    value = (found["quoted"] if found["quoted"] is not None else found["value"] or "").strip()
    if field is None or not value or found["minus"]:
        return False
    if field in ("area", "column", "department"):
        if field in named:
            return False
        named[field] = value
        return True
    first, last = _days(value, is_span=field == "during")
    if first is None or last is None:
        return False
    if field != "until":
        span["since"] = first
    if field != "since":
        span["until"] = last
    return True


def _days(value: str, *, is_span: bool) -> tuple[date | None, date | None]:
    """Return the first and last day of 2026, 2026-03, 2026-03-05 or of a span of two of them."""
    parts = _BETWEEN.split(value) if is_span else [value]
    if len(parts) > 2:
        return None, None
    first, last = _day(parts[0], is_last=False), _day(parts[-1], is_last=True)
    return (first, last) if first and last and first <= last else (None, None)


def _day(text: str, *, is_last: bool) -> date | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[1])
    month = int(found[2]) if found[2] else (12 if is_last else 1)
    try:
        day = int(found[3]) if found[3] else (monthrange(year, month)[1] if is_last else 1)
        return date(year, month, day)
    except ValueError:
        return None
