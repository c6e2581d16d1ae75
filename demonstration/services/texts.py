"""Demonstration services as data. `{area}`, `{street}`, `{district}` stand for the names of the place that gets one."""

from dataclasses import dataclass
from datetime import time
from typing import Final

WEEKDAYS, SATURDAY, SUNDAY, EVERY_DAY = 0b0011111, 0b0100000, 0b1000000, 0b1111111

# Days, from, to, season; `to` not after `from` means the next day.
Rule = tuple[int, time, time, str, str]


def rule(days: int, opens: str, closes: str, season: tuple[str, str] = ("", "")) -> Rule:
    """Return a rule from clock times as people write them."""
    return days, time.fromisoformat(opens), time.fromisoformat(closes), *season


_SUMMER, _REST = ("06-15", "09-15"), ("09-16", "06-14")
_AUTUMN_TERM, _SPRING_TERM = ("09-01", "01-20"), ("02-20", "06-30")

# By name: whether public holidays are days like any other, and the rules.
HOURS: Final[dict[str, tuple[bool, tuple[Rule, ...]]]] = {
    "round the clock": (True, (rule(EVERY_DAY, "00:00", "00:00"),)),
    "over midnight": (True, (rule(EVERY_DAY, "18:00", "02:00"),)),
    "office": (False, (rule(WEEKDAYS, "09:00", "12:00"), rule(WEEKDAYS, "13:30", "17:30"))),
    "canteen": (
        False,
        (rule(WEEKDAYS | SATURDAY, "10:30", "13:00"), rule(WEEKDAYS, "16:30", "18:30")),
    ),
    "day care": (False, (rule(WEEKDAYS, "08:00", "17:00"),)),
    "clinic": (
        True,
        (
            rule(WEEKDAYS, "08:00", "12:00"),
            rule(WEEKDAYS, "14:00", "17:30"),
            rule(0b1100000, "08:30", "11:30"),
        ),
    ),
    "library": (
        True,
        (
            rule(0b1111110, "08:30", "21:00", _SUMMER),
            rule(0b1111110, "09:00", "17:30", _REST),
        ),
    ),
    "after school": (
        False,
        (rule(WEEKDAYS, "15:30", "18:30", _AUTUMN_TERM), rule(WEEKDAYS, "15:30", "18:30", _SPRING_TERM)),
    ),
    "summer class": (True, (rule(WEEKDAYS, "08:30", "11:30", ("07-05", "08-20")),)),
    "saturday morning": (True, (rule(SATURDAY, "09:00", "11:30"),)),
    "two afternoons": (False, (rule(0b0001010, "14:00", "17:00"),)),
    "stall": (True, (rule(0b1111011, "08:30", "12:00"), rule(0b1111011, "13:00", "18:00"))),
    "barber": (True, (rule(0b1111101, "09:00", "18:30"),)),
    "early": (True, (rule(EVERY_DAY, "06:00", "11:00"),)),
    "cool room": (True, (rule(EVERY_DAY, "09:00", "21:00", ("06-15", "09-15")),)),
    "evenings": (True, (rule(0b0111110, "18:30", "21:00"),)),
    "hotline": (True, (rule(EVERY_DAY, "08:00", "22:00"),)),
}


@dataclass(frozen=True)
class Text:
    """One service.

    Attributes:
        kind: slug of its category.
        title, summary, eligibility: as the page has them.
        fee: yuan for a fixed fee, nothing for free, a text where it varies.
        hours: a key of `HOURS`; empty where a note says all.
        note: of the time.
        address: without the place's name; empty for a service at home.
        documents: what to bring, one thing each.
        more: the description.
        provider: a unit's or department's name (`units`, `departments`), or `=` with any other name.
        places: which of the areas of its level get one, counted from where the demonstration plays (0).
        status: kind, text, and days from today of its end.
        stop: the nearest stop of bus or underground, where it is worth saying.
        assured: how many days ago somebody last assured it.
        point: metres east and north of the middle of the district; None for a service without coordinates.
        state: `live` or `draft`.
    """

    kind: str
    title: str
    summary: str
    eligibility: str
    fee: float | str = 0
    hours: str = ""
    note: str = ""
    address: str = ""
    documents: tuple[str, ...] = ()
    more: str = ""
    provider: str = ""
    places: tuple[int, ...] = (0,)
    status: tuple[str, str, int | None] | None = None
    stop: str = ""
    assured: int = 20
    point: tuple[int, int] | None = None
    state: str = "live"
