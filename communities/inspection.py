"""What the site's inspection of itself looks at. Each app registers its clocks and checks in
`AppConfig.ready()`.

The figures are those by which the state inspects government sites (指标 of the General Office of the State
Council, 2019): home page and news two weeks, notice columns six months, ten stale or five empty columns, a
message unanswered for three months, a guide that lacks elements, dead links, five in a hundred visits that
take longer than 15 s. The district may set stricter ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from communities.choices import Level
from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Limits of the whole site: so many columns that are too old, or that show nothing, fail it, and so do so many
# slow answers in a hundred (`communities.answer_times`).
STALE_COLUMNS, EMPTY_COLUMNS, SLOW_ANSWERS = "stale_columns", "empty_columns", "slow_answers"
SITE_LIMITS: Mapping[str, int] = {STALE_COLUMNS: 10, EMPTY_COLUMNS: 5, SLOW_ANSWERS: 5}


@dataclass(frozen=True)
class Clock:
    """How long one column may stand without anything new.

    Attributes:
        title: the column's name, for officials.
        days: the limit in days, where the district has set none.
        levels: levels of the areas that have the column. A virtual community, which has no office, is left
            out.
        read: returns when each area's column was last brought up to date, by key of the area; an area that it
            leaves out has an empty column. The number of its queries is constant.
        find: returns addresses at which an official sees to it, by key of the area, in a constant number of
            queries.
    """

    title: "str | _StrPromise"
    days: int
    levels: frozenset[Level]
    read: Callable[[], Mapping[int, datetime]]
    find: Callable[[Iterable[int]], Mapping[int, str]] = field(default=lambda _areas: {})


@dataclass(frozen=True)
class Fault:
    """One thing that a check found.

    Attributes:
        area_id: the area in whose pages it is.
        body_id: the body that must act; None where it is the area's committee or office.
        subject: tells faults of one check and area apart, at most 100 characters, the same in each run.
        title: what it is, for officials, at most 200 characters.
        url: where they see to it, a path of this site; "" where there is no one place.
        since: since when it is wrong, where that is known.
    """

    area_id: int
    body_id: int | None
    subject: str
    title: str
    url: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Check:
    """Something that can be wrong with single pages, messages and the like.

    Attributes:
        title: what kind of fault, for officials.
        find: returns the faults at a moment, given the limit in days (0 where the check has none), in a
            number of queries that does not grow with the faults.
        days: the limit in days where the district has set none; None for a check that needs none.
    """

    title: "str | _StrPromise"
    find: Callable[[datetime, int], Iterable[Fault]]
    days: int | None = None


clocks: Registry[Clock] = Registry("column clocks")
checks: Registry[Check] = Registry("inspection checks")


def limits() -> dict[str, int]:
    """Return the limit of each clock, check and of the site, by key: the district's, or the one in code. One
    query.
    """
    from communities.models import InspectionLimit

    found = {key: clock.days for key, clock in clocks}
    found |= {key: check.days for key, check in checks if check.days is not None}
    found |= SITE_LIMITS
    known = InspectionLimit.objects.filter(key__in=found)
    return found | {row.key: row.value for row in known}
