"""Writing down what committees owe, from the catalogue and the calendar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from communities.models import Body
from disclosure.choices import CountsFrom, Cycle
from disclosure.clock import Dates, DateTable
from disclosure.committees import disclosing_committees
from disclosure.models import DisclosureDuty, DisclosureItem
from disclosure.periods import Period, periods_between

# Periods that begin within this time are written down ahead, so that a committee sees what comes.
AHEAD: Final = timedelta(days=100)
BATCH: Final = 2000
_Key = tuple[int, int, Period, str]


@dataclass(frozen=True)
class Laid:
    """How many duties were made, changed and removed."""

    made: int
    changed: int
    removed: int


@transaction.atomic
def lay_out_duties(
    *,
    actor: AbstractUser | None,
    now: datetime,
    items: Iterable[DisclosureItem] | None = None,
    bodies: Iterable[Body] | None = None,
    since: date | None = None,
) -> Laid:
    """Make what is owed and missing, and put right the dates of what nobody has met.

    A series of periods has no hole, however long the timer stood still: it goes on where it ended. A
    committee
    owes nothing whose limit began to run before its first duty. What has been met is never touched, and
    what was owed for a period that is over stays owed, whatever the catalogue says now. Safe to call again.

    Args:
        actor: whoever changed the catalogue; None for the timer. What they changed is an event of its own.
        now: the present moment.
        items: only of these items.
        bodies: only of these committees.
        since: also periods that end on or after this day (for the history of a new site).
    """
    today = timezone.localdate(now)
    wanted_items = list(DisclosureItem.objects.all() if items is None else items)
    committees = disclosing_committees()
    if bodies is not None:
        keys = {body.pk for body in bodies}
        committees = [body for body in committees if body.pk in keys]
    existing = _existing(wanted_items, committees)
    table = DateTable()
    made, wanted = _missing(wanted_items, committees, existing, table, since=since, today=today)
    DisclosureDuty.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    gone = [
        duty.pk
        for key, duty in existing.items()
        if duty.met_on is None
        and not duty.occasion
        and min(duty.ends_on, duty.due_on) >= today
        and key not in wanted
    ]
    for start in range(0, len(gone), BATCH):
        DisclosureDuty.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    return Laid(len(made), _correct(wanted_items, existing.values(), table), len(gone))


def _existing(items: Sequence[DisclosureItem], bodies: Sequence[Body]) -> dict[_Key, DisclosureDuty]:
    keys, known = {body.pk for body in bodies}, {item.pk for item in items}
    rows = DisclosureDuty.objects.order_by("pk")
    if len(known) == 1:
        rows = rows.filter(item__in=known)
    return {
        (duty.item_id, duty.body_id, duty.period, duty.occasion): duty
        for duty in rows.iterator(chunk_size=BATCH)
        if duty.body_id in keys and duty.item_id in known
    }


def _missing(
    items: Sequence[DisclosureItem],
    bodies: Sequence[Body],
    existing: dict[_Key, DisclosureDuty],
    table: DateTable,
    *,
    since: date | None,
    today: date,
) -> tuple[list[DisclosureDuty], set[_Key]]:
    """Return the duties to make, and the keys of all that should be there from now on."""
    settled: dict[tuple[int, int], date] = {}
    for (item_id, body_id, period, _occasion), duty in existing.items():
        if duty.met_on is not None or period.ends_on < today:
            before = settled.get((item_id, body_id), period.ends_on)
            settled[item_id, body_id] = max(before, period.ends_on)
    begun = dict(
        DisclosureDuty.objects.filter(occasion="")
        .order_by()
        .values_list("body_id")
        .annotate(first=Min("opens_on"))
    )
    made: list[DisclosureDuty] = []
    wanted: set[_Key] = set()
    for item, body in _pairs(items, bodies):
        last = settled.get((item.pk, body.pk))
        first = last + timedelta(days=1) if last else min(begun.get(body.pk, today), today)
        for period in _periods(item, first=min(first, since or first), today=today):
            key = (item.pk, body.pk, period, "")
            wanted.add(key)
            if key not in existing:
                dates = table.dates(period, counts_from=item.counts_from, limit_days=item.limit_days)
                made.append(_duty(item, body, period, dates))
    return made, wanted


def _pairs(items: Sequence[DisclosureItem], bodies: Sequence[Body]) -> Iterator[tuple[DisclosureItem, Body]]:
    for item in items:
        if item.cycle == Cycle.AT_ONCE:
            continue
        for body in bodies:
            if item.holds_in(body.area) if item.body_id is None else item.body_id == body.pk:
                yield item, body


def _periods(item: DisclosureItem, *, first: date, today: date) -> Iterator[Period]:
    """Yield the periods whose limit begins to run on `first` or later, up to some time ahead."""
    until = today + AHEAD
    if item.ended_on is not None:
        until = min(until, item.ended_on - timedelta(days=1))
    first = max(first, item.counted_from)
    for period in periods_between(Cycle(item.cycle), first, until):
        if item.counts_from == CountsFrom.END or period.starts_on >= first:
            yield period


def _duty(item: DisclosureItem, body: Body, period: Period, dates: Dates) -> DisclosureDuty:
    opens_on, due_on, very_late_after = astuple(dates)
    return DisclosureDuty(
        item=item,
        body=body,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opens_on=opens_on,
        due_on=due_on,
        very_late_after=very_late_after,
    )


def _correct(items: Sequence[DisclosureItem], existing: Iterable[DisclosureDuty], table: DateTable) -> int:
    """Give unmet duties the dates that item and calendar say now; all committees of a period in one
    statement.
    """
    by_key = {item.pk: item for item in items}
    wrong: dict[tuple[int, Period], Dates] = {}
    for duty in existing:
        item = by_key[duty.item_id]
        if duty.met_on is not None or bool(duty.occasion) != (item.cycle == Cycle.AT_ONCE):
            continue
        counts_from = CountsFrom.START if duty.occasion else item.counts_from
        dates = table.dates(duty.period, counts_from=counts_from, limit_days=item.limit_days)
        if duty.dates != dates:
            wrong[item.pk, duty.period] = dates
    changed = 0
    for (item_id, period), dates in wrong.items():
        changed += (
            DisclosureDuty.objects.unmet()
            .filter(item=item_id, starts_on=period.starts_on, ends_on=period.ends_on)
            .update(opens_on=dates.opens_on, due_on=dates.due_on, very_late_after=dates.very_late_after)
        )
    return changed
