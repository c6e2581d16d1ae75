"""Filling the working-day calendar from the arrangements that the package chinesecalendar carries."""

from collections import defaultdict
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from communities.actions.set_calendar_year import set_calendar_year
from communities.models import CalendarYear

# The package names festivals in English.
_FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def load_calendar(
    *, actor: AbstractUser | None, now: datetime, years: set[int] | None = None, overwrite: bool = False
) -> list[int]:
    """Write the arrangements of all years that the package knows and the site lacks; return the years
    written.

    Args:
        actor: who loads; None for a command.
        now: the present moment.
        years: only these.
        overwrite: also years that the site has, edits of an administrator included.
    """
    present = set(CalendarYear.objects.values_list("year", flat=True))
    written = []
    for year, (holidays, make_ups) in sorted(_known_years().items()):
        if (years is not None and year not in years) or (year in present and not overwrite):
            continue
        set_calendar_year(
            actor=actor,
            year=year,
            source=_("国务院办公厅关于%d年部分节假日安排的通知") % year,
            holidays=holidays,
            make_ups=make_ups,
            now=now,
        )
        written.append(year)
    return written


def _known_years() -> dict[int, tuple[dict[date, str], dict[date, str]]]:
    """Return holidays and make-up days by year."""
    from chinese_calendar.constants import holidays, workdays

    years: dict[int, tuple[dict[date, str], dict[date, str]]] = defaultdict(lambda: ({}, {}))
    for place, table in enumerate((holidays, workdays)):
        for day, name in table.items():
            years[day.year][place][day] = _FESTIVALS.get(name, name)[:20]
    return years
