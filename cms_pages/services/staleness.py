"""How long an assurance holds, and when its owner is reminded."""

from datetime import datetime, timedelta
from typing import Final

# Half a year, as for the guides: hours and phones of small providers change about once a year.
HOLDS_FOR: Final = timedelta(days=180)
# The owner hears of it two weeks before, and then every month until somebody looks.
REMINDED_BEFORE: Final = timedelta(days=14)
REMINDED_AGAIN: Final = timedelta(days=30)


def stale_from(assured_at: datetime | None) -> datetime | None:
    """Return the moment from which a record assured at `assured_at` is marked; None where nobody ever
    assured it.
    """
    return assured_at + HOLDS_FOR if assured_at is not None else None


def is_stale(assured_at: datetime | None, now: datetime) -> bool:
    """Return whether the record must be marked at `now`. A published service is assured by its
    publication.
    """
    moment = stale_from(assured_at)
    return moment is not None and moment <= now
