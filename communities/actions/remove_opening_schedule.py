"""Taking back the opening hours of a place."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from communities.models import OpeningSchedule
from events.record import record


def remove_opening_schedule(*, actor: AbstractUser | None, schedule: OpeningSchedule, now: datetime) -> None:
    """Delete `schedule` with its rules; the event keeps its name.

    Args:
        actor: who removes it.
        schedule: the schedule.
        now: the present moment.

    Raises:
        ValidationError: a published page shows it.
    """
    try:
        with transaction.atomic():
            _remove(actor, schedule)
    except ProtectedError:
        raise ValidationError(
            _("已发布的办事指南正在用“%s”，不能删除；有变动请直接修改。") % schedule
        ) from None


def _remove(actor: AbstractUser | None, schedule: OpeningSchedule) -> None:
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
