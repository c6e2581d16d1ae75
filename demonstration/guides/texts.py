"""How a demonstration guide is written down."""

from dataclasses import dataclass
from typing import Any

Block = tuple[str, Any]


@dataclass(frozen=True)
class Text:
    """One guide.

    Attributes:
        department: the department's name without the district's.
        events: names of life's events.
        tiers: `d`, `s`, `c` for district, street, community.
        days: promised and legal working days; None for no legal limit.
        fee: `free`; or whole fen with its basis; or a text with its basis.
        age: days since it was published; past 190 days it is stale.
        state: `live`, or `draft` for one that still lacks elements.
        wanted: its label among what most people come for, with an icon; empty for none.
    """

    department: str
    title: str
    what: str
    keywords: str
    events: tuple[str, ...]
    tiers: str
    conditions: tuple[str, ...]
    materials: tuple[Block, ...]
    steps: tuple[Block, ...]
    days: tuple[int, int | None]
    laws: tuple[str, ...]
    fee: str | tuple[int, str] | tuple[str, str] = "free"
    time_note: str = ""
    online: str = ""
    variants: tuple[Block, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    questions: tuple[Block, ...] = ()
    age: int = 20
    state: str = "live"
    wanted: tuple[str, str] = ("", "")


def bring(
    name: str, form: str = "original", number: int = 1, note: str = "", issuer: str = "", **more: Any
) -> Block:
    """Return a material."""
    return (
        "material",
        {"name": name, "form": form, "number": number, "note": note, "issuer": issuer, **more},
    )


def step(title: str, text: str = "") -> Block:
    """Return a step."""
    return ("step", {"title": title, "text": text})


def either(title: str, *steps: tuple[str, str]) -> Block:
    """Return a group of steps of which one is enough."""
    parts = [{"title": name, "text": text} for name, text in steps]
    return ("group", {"title": title, "mode": "or", "steps": parts})


def both(title: str, *steps: tuple[str, str]) -> Block:
    """Return a group of steps that must all be done."""
    parts = [{"title": name, "text": text} for name, text in steps]
    return ("group", {"title": title, "mode": "and", "steps": parts})


def variant(
    name: str, who: str, *materials: Block, conditions: tuple[str, ...] = (), note: str = ""
) -> Block:
    """Return a variant."""
    return (
        "variant",
        {
            "name": name,
            "who": who,
            "conditions": list(conditions),
            "materials": [value for _kind, value in materials],
            "note": note,
        },
    )


def ask(question: str, *choices: tuple[str, ...], hint: str = "") -> Block:
    """Return a question; a choice is its label, outcome, reason and variant, the last two where there are any."""
    rows = []
    for choice in choices:
        label, outcome, reason, name = (*choice, "", "")[:4]
        rows.append({"label": label, "outcome": outcome, "reason": reason, "variant": name})
    return ("question", {"question": question, "hint": hint, "choices": rows})


YES_NO = (("是", "continue"), ("不是", "continue"))
IDENTITY = bring("居民身份证")
HOUSEHOLD = bring("户口簿", "both", note="首页和本人页")
BANK = bring("本人银行卡或社保卡", "copy", note="补贴打到卡里，正面复印")
