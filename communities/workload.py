"""How much work waits in each body, for those above: one registry of counters, one query a counter.

An app registers its own in `AppConfig.ready()`; whoever oversees bodies sees them summed by kind.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import Level
from communities.models import Area, Body
from communities.oversight import Oversight
from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class WorkKind(models.TextChoices):
    """What is to be done with what waits: the columns of the summary."""

    CHECK = "check", _("待审核")
    PUBLISH = "publish", _("待发布")
    RETURNED = "returned", _("被退回")
    SIGN = "sign", _("待签收")
    LATE = "late", _("逾期")
    STALE = "stale", _("久未更新")
    OBJECTION = "objection", _("异议")
    ERROR = "error", _("纠错")


@dataclass(frozen=True)
class WorkCounter:
    """One thing that is counted.

    Attributes:
        title: what waits, for officials.
        kind: the column of the summary that it is added to.
        count: returns how many wait at a moment, by key of the body that must act; bodies without any may
            be left out. The number of its queries is constant.
    """

    title: "str | _StrPromise"
    kind: WorkKind
    count: Callable[[datetime], Mapping[int, int]]


registry: Registry[WorkCounter] = Registry("work counters")


@dataclass
class WorkRow:
    """What waits in one body, or in a street with all its communities.

    Attributes:
        area: the street or community; None for a body of the whole district.
        name: whose it is.
        counts: by kind.
        bodies: how many bodies are summed.
    """

    name: str
    area: Area | None = None
    counts: dict[WorkKind, int] = field(default_factory=lambda: defaultdict(int))
    bodies: int = 0

    @property
    def total(self) -> int:
        """All that waits."""
        return sum(self.counts.values())

    def cells(self, kinds: list[WorkKind]) -> list[int]:
        """Return the counts in the order of the table's columns."""
        return [self.counts.get(kind, 0) for kind in kinds]


def counted(now: datetime) -> "list[tuple[str, WorkCounter, Mapping[int, int]]]":
    """Return each counter with what it counts at `now`, by body."""
    return [(key, counter, counter.count(now)) for key, counter in registry]


def kinds_in_use() -> list[WorkKind]:
    """Return the kinds for which some app counts something, in their order."""
    used = {counter.kind for _key, counter in registry}
    return [kind for kind in WorkKind if kind in used]


def by_body(now: datetime) -> dict[int, dict[WorkKind, int]]:
    """Return what waits at `now` by body and kind."""
    found: dict[int, dict[WorkKind, int]] = defaultdict(lambda: defaultdict(int))
    for _key, counter, counts in counted(now):
        for body_id, count in counts.items():
            found[body_id][counter.kind] += count
    return found


def rows_below(oversight: Oversight, now: datetime, *, within: Area | None = None) -> list[WorkRow]:
    """Return what waits in the bodies below, the most first: by street for the district, by body for a
    street.

    Args:
        oversight: of the person who asks.
        now: the present moment.
        within: a street whose bodies are listed one by one.
    """
    waiting = by_body(now)
    by_street = oversight.is_whole and within is None
    rows: dict[tuple[str, int], WorkRow] = {}
    for body in oversight.bodies_below():
        if within is not None and not body.area.path.startswith(within.path):
            continue
        key, row = _row_for(body, by_street=by_street)
        row = rows.setdefault(key, row)
        row.bodies += 1
        for kind, count in waiting.get(body.pk, {}).items():
            row.counts[kind] += count
    shown = [row for row in rows.values() if row.total]
    return sorted(shown, key=lambda row: (-row.total, row.area.path if row.area else "", row.name))


def _row_for(body: Body, *, by_street: bool) -> tuple[tuple[str, int], WorkRow]:
    area = body.area
    if not by_street or area.level == Level.DISTRICT:
        place = area if area.level != Level.DISTRICT else None
        return ("body", body.pk), WorkRow(name=str(body), area=place)
    street = area.parent if area.level == Level.COMMUNITY and area.parent else area
    return ("street", street.pk), WorkRow(name=street.short_name, area=street)
