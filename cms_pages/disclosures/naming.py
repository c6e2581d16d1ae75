"""How the address of a disclosure is called: after its item and its period."""

from wagtail.models import Page

from cms_pages.models.disclosures.lists import RESERVED_SLUGS
from communities.pinyin import slug_base, unique_slug
from disclosure.models import DisclosureDuty
from disclosure.periods import MONTHS, period_of


def period_code(duty: DisclosureDuty) -> str:
    """Return the period as an address names it: `2026`, `2026h2`, `2026q3`, `202607`, `20261120`."""
    first = duty.starts_on
    for cycle, length in MONTHS.items():
        if period_of(cycle, first) == duty.period:
            place = (first.month - 1) // length + 1
            return {
                12: f"{first.year}",
                6: f"{first.year}h{place}",
                3: f"{first.year}q{place}",
                1: f"{first:%Y%m}",
            }[length]
    return f"{first:%Y%m%d}"


def slug_for(duty: DisclosureDuty, index: Page) -> str:
    """Return a free address below `index`."""
    name = duty.item.code or slug_base(duty.item.title)
    return unique_slug(
        f"{name}-{period_code(duty)}" if name else period_code(duty),
        taken={*index.get_children().values_list("slug", flat=True), *RESERVED_SLUGS},
        fallback="disclosure",
    )
