"""Whether services are open, as the components of `design` want it, and until when that stays true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from communities.models import OpeningSchedule
from communities.opening import OpeningState, hours_of, state_of, weekly_hours

# From so long before its end on, an open service is shown as about to close.
CLOSING_SOON: Final = timedelta(minutes=45)


@dataclass(frozen=True)
class Opening:
    """What is true of one schedule at a moment.

    Attributes:
        state: `open`, `closing` or `closed`.
        label: the state in words.
        changes_at: when the two are no longer true; None where they stay so for a year.
    """

    state: str
    label: str
    changes_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody is there now."""
        return self.state != "closed"


def opening_at(schedule: OpeningSchedule, now: datetime) -> Opening:
    """Return what is true of `schedule` at `now`; its rules may be prefetched."""
    return _shown(state_of(schedule, now=now), now)


def _shown(state: OpeningState, now: datetime) -> Opening:
    changes_at = state.changes_at
    if not state.is_open:
        return Opening("closed", state.text, changes_at)
    if state.turns_at is None:
        return Opening("open", state.text, changes_at)
    soon = state.turns_at - CLOSING_SOON
    if now >= soon:
        return Opening("closing", state.text, changes_at)
    return Opening("open", state.text, min(soon, changes_at or soon))


def openings_at(keys: Iterable[int], now: datetime) -> dict[int, Opening]:
    """Return the openings of the schedules with those keys; two queries, however many they are."""
    schedules = OpeningSchedule.objects.filter(pk__in=list(keys)).order_by("pk").prefetch_related("rules")
    return {schedule.pk: opening_at(schedule, now) for schedule in schedules}


def hours_table(schedule: OpeningSchedule) -> list[list[str]]:
    """Return the week's hours as rows of a table: days, times."""
    return [[days, times] for days, times in weekly_hours(hours_of(schedule))]
