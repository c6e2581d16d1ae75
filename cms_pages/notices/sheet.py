"""A notice on one sheet of A4 for the board in the stairwell.

Measured with Chromium and Noto Sans CJK: the sheet holds the budgets below in the three sizes of type. What is longer
is printed in the smallest size up to the budget, block by block, and the sheet says that the rest is behind the code:
nobody reads three pages on a stairwell, and a second sheet gets lost.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

if TYPE_CHECKING:
    from cms_pages.models import NoticePage

# Characters of text that fit, by size; a block costs a line of its own, and a table's row a line.
BUDGETS = (("large", 200), ("medium", 380), ("small", 620))
LINE = 24


@dataclass(frozen=True)
class Sheet:
    """How to print.

    Attributes:
        size: `large`, `medium` or `small` type.
        blocks: the blocks of the body that fit.
        is_cut: whether some do not.
    """

    size: str
    blocks: list[Any]
    is_cut: bool


def sheet_of(notice: "NoticePage") -> Sheet:
    """Return how `notice` goes on one sheet."""
    costs = [(block, cost_of(block)) for block in notice.content]
    fixed = len(notice.title) + len(notice.summary) // 2
    whole = fixed + sum(cost for _block, cost in costs)
    for size, budget in BUDGETS:
        if whole <= budget:
            return Sheet(size, [block for block, _cost in costs], is_cut=False)
    left = BUDGETS[-1][1] - fixed
    kept = []
    for block, cost in costs:
        if cost > left:
            break
        left -= cost
        kept.append(block)
    return Sheet("small", kept, is_cut=True)


def cost_of(block: Any) -> int:
    """Return how many characters of text take the room of a block of the body."""
    if block.block_type == "image":
        return 220
    if block.block_type == "table":
        rows = (block.value or {}).get("data") or []
        return LINE * (len(rows) + 1)
    if block.block_type == "contact":
        return LINE * sum(1 for value in block.value.values() if value)
    text = getattr(block.value, "source", None) or "".join(block.block.get_searchable_content(block.value))
    lines = text.count("<p") + text.count("<li")
    return len(strip_tags(text)) + LINE // 2 * max(lines, 1)
