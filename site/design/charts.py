"""Charts as inline SVG: bars that lie on their side, so that labels are read like text.

Across, places are percentages, and downwards they are `em`: a chart fills its column at any width, its words
keep the size of the page's text, elder mode makes all of it larger. Colours come from the style sheet's
tokens. A bar that stands for something else than the first (spending, a loss) is hollow, so that nothing
depends on colour. A chart is never alone: the table with its figures stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# The widest bar, in percent of the chart; the rest is for its figure.
WIDEST: Final = 45
LINE: Final = 1.6
BAR: Final = 1.1
GAP: Final = 0.7
# More characters would not fit a phone in elder mode; the whole label is the bar's tooltip.
LABEL: Final = 14
# A bar that is not nothing can be seen.
NARROWEST: Final = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length (of either sign), the words after it, and whether it is hollow."""

    amount: int
    text: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one label."""

    label: str
    bars: Sequence[Bar]


def bar_chart(key: str, title: str, description: str, groups: Sequence[Group]) -> SafeString:
    """Draw the groups below one another.

    `key` makes the ids of the page's charts differ; `title` and `description` are read to whoever can't see
    the chart. Nothing is drawn where there is nothing to compare.
    """
    longest = max((abs(bar.amount) for group in groups for bar in group.bars), default=0)
    if not longest:
        return SafeString("")
    parts = []
    down = 0.0
    for group in groups:
        parts.append(_label(group.label, down + LINE * 0.75))
        down += LINE
        for bar in group.bars:
            parts.append(_bar(bar, down, longest))
            down += BAR + 0.3
        down += GAP
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="chart-{0}-title chart-{0}-text" width="100%"'
        ' height="{1}em"><title id="chart-{0}-title">{2}</title>'
        '<desc id="chart-{0}-text">{3}</desc>{4}</svg>',
        key,
        f"{down:.1f}",
        title,
        description,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _label(label: str, down: float) -> SafeString:
    short = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
    return format_html('<text class="chart__label" x="0" y="{}em">{}</text>', f"{down:.2f}", short)


def _bar(bar: Bar, down: float, longest: int) -> SafeString:
    width = abs(bar.amount) * WIDEST / longest
    if bar.amount:
        width = max(width, NARROWEST)
    return format_html(
        '<rect class="chart__bar{}" x="0.2%" y="{}em" width="{}%" height="{}em" rx="2"></rect>'
        '<text class="chart__value" x="{}%" y="{}em">{}</text>',
        " chart__bar_hollow" if bar.hollow or bar.amount < 0 else "",
        f"{down:.2f}",
        f"{width:.2f}",
        BAR,
        f"{width + 2:.2f}",
        f"{down + BAR * 0.8:.2f}",
        bar.text,
    )
