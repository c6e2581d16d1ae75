"""Parts of pages that are the same for everybody, kept like whole pages: header and menu of an area."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import structlog
from django.core.cache import cache

from cms_pages.page_cache import generations

log = structlog.get_logger(__name__)
LONGEST: Final = timedelta(minutes=10)
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """What was made, with the tokens of the state that it shows."""

    value: Any
    generations: dict[str, str]
    until: datetime


def shared(key: str, *, area_path: str, now: datetime, make: Callable[[], tuple[T, datetime | None]]) -> T:
    """Return what `make` made for `key` before, as long as nothing in the area has changed since.

    A cache that is away costs the keeping, never the page.

    Args:
        key: names the part and all that it depends on besides the area's state.
        area_path: `Area.path` of the area that it shows.
        now: the present moment.
        make: makes it, and says until when it is true; None where only an event can change it.
    """
    name = f"pages:part:{key}"
    clock = ""
    try:
        part: Part | None = cache.get(name)
        if (
            part is not None
            and part.until > now
            and cache.get_many(list(part.generations)) == part.generations
        ):
            return part.value
        clock = generations.read([generations.CLOCK])[generations.CLOCK]
    except Exception:
        log.exception("page_part_unreadable")
    value, until = make()
    end = min(until or now + LONGEST, now + LONGEST)
    try:
        tokens = generations.read(generations.names_for(area_path))
        # Something happened while it was being made: the next one will be kept.
        if clock and cache.get(generations.CLOCK) == clock and end > now:
            cache.set(name, Part(value, tokens, end), timeout=max(int((end - now).total_seconds()), 1))
    except Exception:
        log.exception("page_part_unwritable")
    return value
