"""Taking back the opening hours of a place."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.models import OpeningSchedule
from events.record import record


def remove_opening_schedule(*, actor: AbstractUser | None, schedule: OpeningSchedule, now: datetime) -> None:
    """Delete `schedule` with its rules; the event keeps its name.

    Args:
        actor: who removes it.
        schedule: the schedule.
        now: the present moment.
    """
    with transaction.atomic():
        record(
            actor=actor,
            verb="opening_schedule.removed",
            instance=schedule,
            body_id=schedule.body_id,
            area_paths=[schedule.body.area.path],
            changes={"name": [schedule.name, None]},
            is_tombstone=True,
        )
        schedule.delete()
