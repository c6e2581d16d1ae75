"""The moment at which something ends, as announcements write it."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

# What follows the hour must not be the end of a span: “8时至18时” says nothing of when the day ends.
_HOUR: Final = (
    r"(?:\s*(?P<half>上午|中午|下午|晚上?)?\s*(?P<hour>\d{1,2})\s*(?:[:：](?P<minute>\d\d)|[时点](?P<minutes>\d\d)?)"
    r"(?!\s*[至到~—\-]))?"
)
_DAY: Final = re.compile(
    r"(?:(?:(?P<year>20\d\d)\s*年)?\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"
    r"|(?P<number>20\d\d[\-/.]\d{1,2}[\-/.]\d{1,2})(?!\d))" + _HOUR
)
# “请于12月8日前反馈”: what the day says stands behind it.
_BEFORE: Final = re.compile(r"[（(]?(?:含当日|包括当日)?[)）]?\s*(?:之前|以前|前|止|截止|为止)")
_LAST_MINUTE: Final = time(23, 59)


def last_moment(text: str) -> datetime | None:
    """Return the last moment in a text, the end of its day where it says no hour; None where there is none.

    A day without a year is of the year that was said before it: “2026年11月20日至12月20日”.
    """
    found = _moments(text)
    return found[-1][0] if found else None


def deadline_in(text: str) -> datetime | None:
    """Return the moment before which something is asked for in running text; None where there is none."""
    return next((moment for moment, end in _moments(text) if _BEFORE.match(text, end)), None)


def _moments(text: str) -> list[tuple[datetime, int]]:
    """Return the moments in a text, each with the place where it ends."""
    found: list[tuple[datetime, int]] = []
    for match in _DAY.finditer(text):
        before = found[-1][0] if found else None
        if match["number"]:
            year, month, day = map(int, re.split(r"[\-/.]", match["number"]))
        else:
            year = int(match["year"] or (before.year if before else 0))
            month, day = int(match["month"]), int(match["day"])
        moment = _moment(year, month, day, match)
        if moment and before and not (match["number"] or match["year"]) and moment < before:
            moment = _moment(year + 1, month, day, match)
        if moment is not None:
            found.append((moment, match.end()))
    return found


def _moment(year: int, month: int, day_of_month: int, match: "re.Match[str]") -> datetime | None:
    try:
        day = datetime(year, month, day_of_month)  # noqa: DTZ001 - made aware below
    except ValueError:  # also where no year was said yet, which is 0
        return None
    hour = int(match["hour"] or 24)
    minute = int(match["minute"] or match["minutes"] or 0)
    if match["half"] in ("下午", "晚", "晚上") and hour < 12:
        hour += 12
    if hour >= 24 or minute >= 60:
        return timezone.make_aware(datetime.combine(day, _LAST_MINUTE))
    return timezone.make_aware(day + timedelta(hours=hour, minutes=minute))
