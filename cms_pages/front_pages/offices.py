"""How bodies are reached, and whether somebody is there now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from cms_pages import page_cache
from communities.choices import ContactKind
from communities.models import Body, ContactFact, OpeningSchedule
from communities.opening import hours_of, state_of, weekly_hours

# From so long before its end on, an open office is shown as about to close.
CLOSING_SOON: Final = timedelta(minutes=45)


@dataclass(frozen=True)
class Office:
    """One body's contact facts as the components of `design` want them.

    Attributes:
        phone: the first number; `phones` are the others, each with `label` and `number`.
        opening: `state`, `label` and `text` of the main opening rules at the moment of asking; None without
            rules.
        hours: the rules in words, a line each.
        changes_at: when `opening` will be another.
    """

    name: str
    phone: str = ""
    phones: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    email: str = ""
    wechat: str = ""
    opening: dict[str, str] | None = None
    hours: str = ""
    changes_at: datetime | None = None

    @property
    def label(self) -> str:
        """What stands beside the number in a hero."""
        return self.name

    @property
    def is_reachable(self) -> bool:
        """Whether there is anything by which to reach the body."""
        return bool(self.phone or self.address or self.email)


def offices_of(bodies: Sequence[Body], now: datetime) -> dict[int, Office]:
    """Return the offices of `bodies` by their keys. The same number of queries for one body and for many."""
    facts: dict[int, list[ContactFact]] = {body.pk: [] for body in bodies}
    for fact in ContactFact.objects.filter(body__in=facts, is_public=True).order_by("body", "position", "pk"):
        facts[fact.body_id].append(fact)
    schedules = {
        schedule.body_id: schedule
        for schedule in OpeningSchedule.objects.filter(body__in=facts, is_main=True).prefetch_related("rules")
    }
    return {body.pk: _office(body, facts[body.pk], schedules.get(body.pk), now) for body in bodies}


def bound_life(request: HttpRequest, offices: Iterable[Office]) -> None:
    """Let the kept page end when the first of `offices` opens or closes."""
    for office in offices:
        page_cache.bound(request, office.changes_at)


def _office(body: Body, facts: list[ContactFact], schedule: OpeningSchedule | None, now: datetime) -> Office:
    def first(kind: ContactKind) -> str:
        return next((fact.value for fact in facts if fact.kind == kind), "")

    numbers = [fact for fact in facts if fact.kind in (ContactKind.PHONE, ContactKind.HOTLINE)]
    faxes = [fact for fact in facts if fact.kind == ContactKind.FAX]
    opening, changes_at = _opening(schedule, now)
    return Office(
        name=body.name,
        phone=numbers[0].value if numbers else "",
        phones=[
            {"label": fact.label or str(fact.get_kind_display()), "number": fact.value}
            for fact in (*numbers[1:], *faxes)
        ],
        address=first(ContactKind.ADDRESS),
        email=first(ContactKind.EMAIL),
        wechat=first(ContactKind.WECHAT),
        opening=opening,
        hours=_hours(schedule),
        changes_at=changes_at,
    )


def _opening(
    schedule: OpeningSchedule | None, now: datetime
) -> tuple[dict[str, str] | None, datetime | None]:
    """Return what to show of the state at `now`, and when that will be another."""
    if schedule is None:
        return None, None
    state = state_of(schedule, now=now)
    word, changes_at = "closed", state.changes_at
    if state.is_open:
        word = "open"
        if state.turns_at is not None:
            soon = state.turns_at - CLOSING_SOON
            if now >= soon:
                word = "closing"
            else:
                changes_at = min(soon, changes_at or soon)
    return {"state": word, "label": state.text, "text": ""}, changes_at


def _hours(schedule: OpeningSchedule | None) -> str:
    if schedule is None:
        return ""
    return "\n".join(f"{days} {times}" for days, times in weekly_hours(hours_of(schedule)))
