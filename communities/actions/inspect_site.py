"""The site's look at itself: every clock and every check, and what has changed since the last look."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities import inspection
from communities.choices import LEVELS_WITH_PAGES, BodyKind, CommunityKind, FindingState, Level
from communities.models import Area, Body, InspectionFinding
from events.record import record

log = structlog.get_logger(__name__)

BATCH = 500
MOST_TOLD = 20
_SPEAKER = {
    Level.DISTRICT: BodyKind.DISTRICT_OFFICE,
    Level.STREET: BodyKind.STREET_OFFICE,
    Level.COMMUNITY: BodyKind.COMMITTEE,
}
Key = tuple[str, int, str]


@dataclass
class _Round:
    """What one look found, and the checks that failed to answer, whose old findings stay."""

    found: dict[Key, InspectionFinding] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    def add(self, finding: InspectionFinding) -> None:
        self.found[_key(finding)] = finding


def inspect_site(*, actor: AbstractUser | None, now: datetime) -> int:
    """Look at every column's clock and make every check; return how many findings there are.

    What changed is recorded in one event for each body, so that it is told once. The number of queries
    depends on the number of clocks and checks and on the bodies for which something has changed, not on
    that of the areas, columns or pages.

    Args:
        actor: who asks for it; None for the timer.
        now: the present moment.
    """
    seen = _look(now)
    with transaction.atomic():
        old = {_key(row): row for row in InspectionFinding.objects.select_for_update(of=("self",))}
        kept = {key: row for key, row in old.items() if key[0] in seen.silent}
        new = [row for key, row in seen.found.items() if key not in old]
        renewed = (_renewed(old[key], row) for key, row in seen.found.items() if key in old)
        changed = [row for row in renewed if row is not None]
        gone = [row for key, row in old.items() if key not in seen.found and key not in kept]
        InspectionFinding.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        InspectionFinding.objects.bulk_update(
            [row for row, _worse in changed],
            ["title", "url", "state", "since", "found_at", "body"],
            batch_size=BATCH,
        )
        InspectionFinding.objects.filter(pk__in=[row.pk for row in gone]).delete()
        _tell(actor, now, [*new, *(row for row, worse in changed if worse)], gone)
    return len(seen.found) + len(kept)


def _key(finding: InspectionFinding) -> Key:
    return finding.check_key, finding.area_id, finding.subject


def _look(now: datetime) -> _Round:
    limits = inspection.limits()
    areas = {area.pk: area for area in Area.objects.active().filter(level__in=LEVELS_WITH_PAGES)}
    bodies = {
        body.area_id: body.pk
        for body in Body.objects.filter(ended_on__isnull=True).select_related("area")
        if body.kind == _SPEAKER.get(Level(body.area.level))
    }
    seen = _Round()
    for key, clock in inspection.clocks:
        try:
            _read_clock(seen, key, clock, areas, bodies, limits[key], now)
        except Exception:
            # A column whose clock is broken must not hide what is wrong with the others.
            log.exception("clock_not_read", clock=key)
            seen.silent.add(key)
    for key, check in inspection.checks:
        try:
            faults = list(check.find(now, limits.get(key, 0)))
        except Exception:
            log.exception("check_not_made", check=key)
            seen.silent.add(key)
            continue
        for fault in faults:
            if fault.area_id in areas:
                seen.add(
                    InspectionFinding(
                        check_key=key,
                        area_id=fault.area_id,
                        body_id=fault.body_id or bodies.get(fault.area_id),
                        subject=fault.subject[:100],
                        title=fault.title[:200],
                        url=fault.url[:300],
                        state=FindingState.FAULT,
                        since=fault.since,
                        found_at=now,
                    )
                )
    return seen


def _read_clock(
    seen: _Round,
    key: str,
    clock: inspection.Clock,
    areas: dict[int, Area],
    bodies: dict[int, int],
    days: int,
    now: datetime,
) -> None:
    updated = clock.read()
    limit = timedelta(days=days)
    late: list[InspectionFinding] = []
    for area in areas.values():
        if area.level not in clock.levels or area.kind == CommunityKind.VIRTUAL:
            continue
        last = updated.get(area.pk)
        state = state_of(last, limit, now)
        if state is not None:
            late.append(
                InspectionFinding(
                    check_key=key,
                    area=area,
                    body_id=bodies.get(area.pk),
                    title=str(clock.title),
                    state=state,
                    since=last,
                    found_at=now,
                )
            )
    addresses = clock.find([row.area_id for row in late]) if late else {}
    for row in late:
        row.url = addresses.get(row.area_id, "")
        seen.add(row)


def state_of(updated: datetime | None, limit: timedelta, now: datetime) -> FindingState | None:
    """Return how a column stands at `now` that was last updated then: warned from half of `limit` on, stale
    from `limit` on; None where it is fresh.
    """
    if updated is None:
        return FindingState.EMPTY
    if now - updated >= limit:
        return FindingState.STALE
    return FindingState.WARNED if now - updated >= limit / 2 else None


def _renewed(old: InspectionFinding, new: InspectionFinding) -> tuple[InspectionFinding, bool] | None:
    """Bring a known finding up to date; return it with whether its body must be told, or None where it is
    the same.
    """
    fields = ("title", "url", "state", "since", "body_id")
    if all(getattr(old, name) == getattr(new, name) for name in fields):
        return None
    worse = old.state != new.state or old.body_id != new.body_id
    for name in fields:
        setattr(old, name, getattr(new, name))
    if worse:
        old.found_at = new.found_at
    return old, worse


def _tell(
    actor: AbstractUser | None,
    now: datetime,
    flagged: list[InspectionFinding],
    cleared: list[InspectionFinding],
) -> None:
    """Record one event for each body for which something came or went."""
    came: dict[int, list[str]] = defaultdict(list)
    went: dict[int, list[str]] = defaultdict(list)
    for into, rows in ((came, flagged), (went, cleared)):
        for row in rows:
            if row.body_id is not None:
                words = FindingState(row.state).label
                into[row.body_id].append(f"{row.title}：{words}" if into is came else row.title)
    for body in Body.objects.filter(pk__in={*came, *went}).order_by("pk"):
        record(
            actor=actor,
            verb="inspection.flagged" if body.pk in came else "inspection.cleared",
            instance=body,
            body_id=body.pk,
            changes={
                "flagged": [None, came[body.pk][:MOST_TOLD]],
                "cleared": [went[body.pk][:MOST_TOLD], None],
            },
            now=now,
        )
