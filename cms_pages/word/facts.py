"""What several columns read in the same way: fees, days, telephone numbers."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from cms_pages.choices import FeeKind
from communities.models import ContactFact

_FREE: Final = re.compile(r"(?:不|免|无需|无)(?:收|缴|交)?(?:取)?(?:任何)?(?:费用?)?|免费|不收费|无|否|0元")
_YUAN: Final = re.compile(r"(\d{1,6}(?:,\d{3})*(?:\.\d{1,2})?)\s*元")
_NUMBERS: Final = re.compile(r"(?:\d[\d\-—–－ ()（）]{4,18}\d)|\b1\d{2}\b")
# What is said with these is no fixed amount: “5元起”, “每小时20至30元”, “按面积收”.
_DEPENDS: Final = re.compile(r"起|左右|不等|以[上内下]|[至到~～—]|按|另(?:收|付|计)|视")
MOST_FEN: Final = 2_000_000_000


def read_fee(text: str) -> tuple[FeeKind, int | None, str]:
    """Return kind, amount in fen where there is one, and the words that say more."""
    plain = text.strip().rstrip("。；;")
    if _FREE.fullmatch(plain):
        return FeeKind.FREE, None, ""
    if _FREE.match(plain) and not _YUAN.search(plain):
        return FeeKind.FREE, None, plain
    amounts = _YUAN.findall(plain)
    if len(amounts) == 1 and not _DEPENDS.search(plain):
        fen = int(Decimal(amounts[0].replace(",", "")) * 100)
        only_amount = _YUAN.fullmatch(plain) is not None
        return FeeKind.FIXED, fen if fen <= MOST_FEN else None, "" if only_amount else plain
    return FeeKind.VARIES, None, plain


def digits_of(text: str) -> str:
    """Return the digits of a telephone number."""
    return re.sub(r"\D", "", text)


def matching_phones(text: str, facts: Iterable[ContactFact]) -> tuple[list[ContactFact], list[str]]:
    """Return the known numbers that stand in `text`, and the numbers in it that nobody keeps."""
    written = [number.strip() for number in _NUMBERS.findall(text)]
    known: list[ContactFact] = []
    unknown: list[str] = []
    kept = list(facts)
    for number in written:
        found = next((fact for fact in kept if _same_number(fact.value, number)), None)
        if found is None:
            unknown.append(number)
        elif found not in known:
            known.append(found)
    return known, unknown


def _same_number(one: str, other: str) -> bool:
    first, second = digits_of(one), digits_of(other)
    # With or without the area code.
    return bool(first) and (first == second or (len(second) >= 7 and first.endswith(second)))


def matching_address(text: str, facts: Sequence[ContactFact]) -> ContactFact | None:
    """Return the known address that stands in `text`."""
    return next((fact for fact in facts if fact.value and fact.value in text), None)
