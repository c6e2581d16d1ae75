"""What all seeded pages share: where they lie, when they were published, and that lists know of them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from wagtail.models import Page

from cms_pages.models.base import BasePage
from cms_pages.page_cache import generations
from cms_pages.tree import add_pages
from communities.models import Body, BodyPage
from communities.seeding import BATCH, Wanted

PageType = TypeVar("PageType", bound=BasePage)
YEARS = timedelta(days=3 * 365)


def missing(model: type[BasePage], wanted: Wanted) -> range:
    """Return the numbers of the pages of this seed that are still to be made."""
    present = model.objects.filter(slug__startswith=wanted.prefix).count()
    return range(present, max(present, wanted.number))


def moment(chance: Random, now: datetime) -> datetime:
    """Return a moment in the last three years, more often a late one than an early one."""
    return now - YEARS * chance.random() ** 2


def owners_of(parents: Sequence[Page]) -> dict[int, Body]:
    """Return the body that works on each of those lists, by the list's key. One query for all."""
    rows = BodyPage.objects.select_related("page", "body__area").order_by("page__depth")
    found: dict[int, Body] = {}
    owned = [(row.page.path, row.body) for row in rows]
    for parent in parents:
        for path, body in owned:
            if parent.path.startswith(path) and body.area_id == parent.area_id:
                found[parent.pk] = body
    return found


def add_in_batches(
    wanted: Wanted,
    model: type[PageType],
    make: Callable[[int], tuple[Page, PageType]],
    after: Callable[[Sequence[PageType]], None],
) -> int:
    """Make the missing pages with `make`, which returns parent and page by number, and call `after` for each
    batch that was saved; return how many.
    """
    numbers = missing(model, wanted)
    for start in range(numbers.start, numbers.stop, BATCH):
        made = [make(number) for number in range(start, min(start + BATCH, numbers.stop))]
        add_pages(made, now=wanted.now)
        after([page for _parent, page in made])
    if len(numbers):
        generations.change_all()
    return len(numbers)
