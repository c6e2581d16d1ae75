"""Numbers of what is owed: of an area, and of each below it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import CommunityKind, Level
from communities.models import Area, Body
from disclosure.clock import midnight
from disclosure.committees import disclosing_committees
from disclosure.models import DisclosureDuty
from disclosure.querysets import DisclosureDutyQuerySet

COUNTED = ("met", "upcoming", "due", "late", "very_late", "judged", "on_time")


@dataclass
class Figures:
    """How many duties stand where, and the rate on time."""

    area: Area
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    committees: int = 0
    changes_at: datetime | None = None

    def add(self, counts: dict[str, int]) -> None:
        """Add those of a committee."""
        for name in COUNTED:
            self.counts[name] += counts.get(name, 0)
        self.committees += 1

    @property
    def rate(self) -> str:
        """On time of judged, in per cent; a dash where nothing has been due yet."""
        judged = self.counts["judged"]
        return f"{self.counts['on_time'] * 100 / judged:.1f}%" if judged else "—"

    @property
    def overdue(self) -> int:
        """Late or very late."""
        return self.counts["late"] + self.counts["very_late"]


def next_moment(duties: DisclosureDutyQuerySet, today: date) -> datetime | None:
    """Return when the clock alone next changes a state among `duties`."""
    found = (
        duties.unmet()
        .order_by()
        .aggregate(
            opens=Min("opens_on", filter=Q(opens_on__gt=today)),
            due=Min("due_on", filter=Q(due_on__gte=today)),
            very=Min("very_late_after", filter=Q(very_late_after__gte=today)),
            begins=Min("starts_on", filter=Q(starts_on__gt=today)),
        )
    )
    day = timedelta(days=1)
    after = [found["opens"], found["begins"], *(d + day for d in (found["due"], found["very"]) if d)]
    first = min((one for one in after if one), default=None)
    return midnight(first) if first else None


def state_of(area: Area, now: datetime) -> Figures:
    """Return the figures of `area` for this year, with when they next change by the clock."""
    today = timezone.localdate(now)
    duties = DisclosureDuty.objects.within(area).of_active_areas().on_board(today.year, today=today)
    figures = Figures(area=area, counts=duties.counts(today=today))
    figures.changes_at = next_moment(duties, today)
    return figures


def board(area: Area, duties: DisclosureDutyQuerySet, now: datetime) -> tuple[Figures, list[Figures]]:
    """Return the figures of `area` and of each area directly below it, the worst first; in two queries.

    Virtual communities have no catalogue and are not ranked.
    """
    today = timezone.localdate(now)
    by_body = duties.counts_by_body(today=today)
    bodies = [body for body in disclosing_committees() if body.area.path.startswith(area.path)]
    total = Figures(area=area)
    below: dict[int, Figures] = {}
    children = _below(area, bodies)
    for body in bodies:
        counts = by_body.get(body.pk, {})
        total.add(counts)
        child = children.get(body.area_id)
        if child is not None:
            below.setdefault(child.pk, Figures(area=child)).add(counts)
    ranked = sorted(below.values(), key=lambda f: (-f.counts["very_late"], -f.overdue, f.area.path))
    return total, ranked


def _below(area: Area, bodies: list[Body]) -> dict[int, Area]:
    """Return, by key of a community, the area directly below `area` that it lies in."""
    if area.level == Level.COMMUNITY:
        return {}
    children = {child.path: child for child in Area.objects.active().filter(parent=area)}
    depth = len(area.ancestor_ids) + 1
    found: dict[int, Area] = {}
    for body in bodies:
        path = "".join(f"{key}/" for key in body.area.ancestor_ids[:depth])
        if path in children:
            found[body.area_id] = children[path]
    return found


def has_catalogue(area: Area) -> bool:
    """Return whether anything is owed in `area`."""
    return area.kind != CommunityKind.VIRTUAL


def how_computed() -> str:
    """Return how the rate on time is computed, as the page says it."""
    return _(
        "按时率＝期限内公开的项数÷应当已经公开的项数。应当已经公开的，是期限已过的和已经公开的；还没到期的不算。"
        "期限按工作日算：计划、名单从期初起算，收支、总结从期末起算，即时公开的从事项发生之日起算。"
        "过了期限是逾期，再过10个工作日是严重逾期。更正不影响首次公开的时间。"
    )


def as_stats(figures: Figures) -> list[dict[str, Any]]:
    """Return the items of `design/components/stats.html`."""
    counts = figures.counts
    return [
        {"label": _("按时率"), "value": figures.rate},
        {"label": _("已公开"), "value": counts["met"], "unit": _("项")},
        {"label": _("待公开"), "value": counts["due"], "unit": _("项")},
        {"label": _("逾期"), "value": counts["late"], "unit": _("项")},
        {"label": _("严重逾期"), "value": counts["very_late"], "unit": _("项")},
    ]
