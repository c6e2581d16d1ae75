"""One cell: read as people type it, kept in one form, written as people read it.

Kept are: text as it is, numbers and percentages as decimal digits (`"1234.5"`), money as whole fen in an int,
dates as `"2026-03-01"`, an empty cell as None, and in a column of any kind `MASKED` for what was taken from
the public. All of it is JSON.
"""

import re
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from design.formatting import money as written_money
from media.tables.kinds import Kind

Cell: TypeAlias = str | int | None

# Stands where something was taken out: as a whole cell, or in a text.
MASKED: Final = "〔已隐去〕"
MAX_TEXT: Final = 500
# Sixteen digits are what spreadsheets keep apart.
MAX_DIGITS: Final = 15
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Excel counts days from here (it takes 1900 for a leap year); other serial numbers are no dates of ours.
EXCEL_EPOCH: Final = date(1899, 12, 30)
EXCEL_SERIALS: Final = range(20_000, 80_000)

# What people write into a cell that has nothing to say.
_NOTHING = frozenset({"", "-", "--", "/", "无", "\\", "#N/A"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_PLAIN = r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(rf"(?P<sign>[-+]?)(?P<digits>{_PLAIN})")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_CURRENCY = re.compile(r"^(?P<sign>[-+(]*)\s*(?:¥|人民币|RMB|CNY)\s*", re.IGNORECASE)
_MULTIPLES: Final = (
    ("亿元", 10**8),
    ("万元", 10**4),
    ("亿", 10**8),
    ("万", 10**4),
    ("元整", 1),
    ("元", 1),
    ("圆", 1),
)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:年|[-/.])\s*(?P<month>\d{1,2})(?:月|[-/.])\s*(?P<day>\d{1,2})日?"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
)
_COMPACT_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")


class CellError(ValueError):
    """A cell can't be read; the text says what was expected."""


def cleaned(text: str) -> str:
    """Return `text` without what can't be seen, its lines trimmed."""
    lines = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def read(text: str, kind: Kind, *, times: int = 1) -> Cell:
    """Return the value of what somebody typed; `times` is what one of it counts: 10,000 for money in 万元.

    Raises:
        CellError: it is not of that kind.
    """
    if kind == Kind.TEXT:
        return _read_text(text)
    plain = unicodedata.normalize("NFKC", cleaned(text)).translate(_DASHES).strip()
    if plain in _NOTHING:
        return None
    if plain == MASKED:
        return MASKED
    if kind == Kind.MONEY:
        return _read_money(plain, times)
    if kind == Kind.DATE:
        return _read_date(plain)
    if kind == Kind.PERCENT:
        return _read_percent(plain)
    return _digits(_read_number(plain, _("应为数字，如 1,234.5")))


def shown(cell: Cell, kind: Kind) -> str:
    """Write a value for readers: `¥1,234.50`, `1,234.5`, `2026-03-01`, `12.5%`; nothing for an empty one."""
    if cell is None:
        return ""
    if cell == MASKED:
        return MASKED
    if kind == Kind.MONEY:
        return written_money(cell)
    if kind == Kind.NUMBER:
        return f"{Decimal(cell):,f}"
    return f"{cell}%" if kind == Kind.PERCENT else str(cell)


def typed(cell: Cell, kind: Kind) -> str:
    """Write a value so that `read` gives it back: money as `1234.50`, the rest as in `shown`."""
    if kind == Kind.MONEY and cell is not None and cell != MASKED:
        return written_money(cell).replace("¥", "").replace(",", "")
    if kind == Kind.NUMBER and cell is not None:
        return str(cell)
    return shown(cell, kind)


def is_negative(cell: Cell, kind: Kind) -> bool:
    """Return whether a value is a number below zero."""
    return cell not in (None, MASKED) and kind not in (Kind.TEXT, Kind.DATE) and Decimal(cell or 0) < 0


def _read_text(text: str) -> str | None:
    words = cleaned(text)
    if len(words) > MAX_TEXT:
        raise CellError(
            _("文字太长（%(count)d字），每格最多%(most)d字") % {"count": len(words), "most": MAX_TEXT}
        )
    return words or None


def _read_number(plain: str, expected: str) -> Decimal:
    is_bracketed = plain.startswith("(") and plain.endswith(")")
    body = plain[1:-1].strip() if is_bracketed else plain
    if _SCIENTIFIC.fullmatch(body):
        raise CellError(_("是科学记数法，可能已丢失尾数，请写出全部数字"))
    match = _NUMBER.fullmatch(body.replace("- ", "-"))
    if match is None or (is_bracketed and match["sign"]):
        if re.fullmatch(r"[-+]?[\d,]*,[\d,]*(\.\d*)?", body):
            raise CellError(_("千分位逗号的位置不对，应如 1,234.50"))
        raise CellError(expected)
    try:
        value = Decimal(match["digits"].replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise CellError(expected) from None
    if len(str(int(value))) > MAX_DIGITS:
        raise CellError(_("数字太大，整数部分最多%(most)d位") % {"most": MAX_DIGITS})
    return -value if is_bracketed or match["sign"] == "-" else value


def _read_money(plain: str, times: int) -> int:
    expected = _("应为金额，如 1,234.50")
    body = _CURRENCY.sub(r"\g<sign>", plain)
    closing = ")" if body.endswith(")") else ""
    body = body.removesuffix(closing)
    for suffix, multiple in _MULTIPLES:
        if body.endswith(suffix):
            body, times = body.removesuffix(suffix).strip(), multiple
            break
    fen = _read_number(body + closing, expected) * times * 100
    if fen != fen.to_integral_value():
        raise CellError(_("金额最多精确到分（两位小数）"))
    if len(str(abs(int(fen)))) > MAX_DIGITS + 1:
        raise CellError(_("金额太大，请检查单位"))
    return int(fen)


def _read_percent(plain: str) -> str:
    expected = _("应为百分比，如 12.5%")
    if plain.endswith("‰"):
        return _digits(_read_number(plain.removesuffix("‰").strip(), expected) / 10)
    return _digits(_read_number(plain.removesuffix("%").strip(), expected))


def _read_date(plain: str) -> str:
    expected = _("应为日期，如 2026-03-01")
    if plain.isdecimal() and len(plain) == 5 and int(plain) in EXCEL_SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(plain))).isoformat()
    match = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if match is None:
        if re.fullmatch(r"\d{1,2}(?:月|[-/.])\d{1,2}日?", plain):
            raise CellError(_("日期缺年份，应如 2026-03-01"))
        raise CellError(expected)
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(
            _("年份不对，应在%(first)d到%(last)d年之间") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise CellError(_("没有这一天，请检查月份和日子")) from None


def _digits(value: Decimal) -> str:
    """Write a decimal in one way: no exponent, no empty fraction, no negative zero."""
    rounded = value.quantize(Decimal("0.000001"), ROUND_HALF_UP) if value.as_tuple().exponent < -6 else value  # type: ignore[operator]
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
