"""Writing a year's arrangement of holidays and make-up days."""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities import calendar
from communities.choices import DayKind
from communities.models import CalendarDay, CalendarYear
from events.record import record


def set_calendar_year(
    *,
    actor: AbstractUser | None,
    year: int,
    source: str,
    holidays: Mapping[date, str],
    make_ups: Mapping[date, str],
    now: datetime,
) -> CalendarYear:
    """Write the arrangement of `year` in place of what was there.

    Args:
        actor: who writes it; None for a command.
        year: the year.
        source: the notice that it follows.
        holidays: days off and their festivals, weekends in them too.
        make_ups: weekend days at work, and the festivals that they make up for.
        now: the present moment.

    Raises:
        ValidationError: a day of another year, a day that is both, or a make-up day from Monday to Friday.
    """
    problems = [_("%s不在这一年。") % day for day in sorted({*holidays, *make_ups}) if day.year != year]
    problems += [_("%s既放假又上班。") % day for day in sorted(holidays.keys() & make_ups.keys())]
    problems += [_("%s不是周末，不会是调休上班日。") % day for day in sorted(make_ups) if day.weekday() < 5]
    if problems:
        raise ValidationError(problems)
    with transaction.atomic():
        row, _made = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
        before = {str(day.date): day.kind for day in row.days.all()}
        row.days.all().delete()
        days = [
            CalendarDay(year=row, date=day, kind=kind, name=name)
            for kind, named in ((DayKind.HOLIDAY, holidays), (DayKind.MAKE_UP, make_ups))
            for day, name in named.items()
        ]
        CalendarDay.objects.bulk_create(days)
        after = {str(day.date): str(day.kind) for day in days}
        record(
            actor=actor,
            verb="calendar.set",
            instance=row,
            changes={
                day: [before.get(day), after.get(day)]
                for day in sorted({*before, *after})
                if before.get(day) != after.get(day)
            },
        )
        transaction.on_commit(calendar.forget)
    return row
