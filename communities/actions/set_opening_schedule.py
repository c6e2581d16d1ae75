"""Writing down when a place of a body is open."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Body, OpeningRule, OpeningSchedule
from events.record import record

_TOLD = ("name", "is_main", "on_holidays")


def set_opening_schedule(
    *,
    actor: AbstractUser | None,
    body: Body,
    name: str,
    is_main: bool,
    on_holidays: str,
    rules: Sequence[OpeningRule],
    now: datetime,
    schedule: OpeningSchedule | None = None,
) -> OpeningSchedule:
    """Add a schedule to `body`, or change `schedule`; its rules are replaced by `rules`.

    A body has one main schedule: making this one the main one takes it from the other.

    Args:
        actor: who writes it.
        body: whose place it is.
        name: which place or counter.
        is_main: whether these are the body's own office hours.
        on_holidays: what holds on public holidays.
        rules: unsaved rules.
        now: the present moment.
        schedule: the schedule to change; a new one where it is None.

    Raises:
        ValidationError: no rule, a rule that makes no sense, or a name that the body uses already.
    """
    if not rules:
        raise ValidationError(_("请至少填写一行开放时间。"))
    with transaction.atomic():
        row = schedule or OpeningSchedule(body=body)
        before = {field: getattr(row, field) for field in _TOLD} if schedule else dict.fromkeys(_TOLD)
        before["rules"] = [_told(rule) for rule in schedule.rules.all()] if schedule else []
        row.name, row.is_main, row.on_holidays = name.strip(), is_main, on_holidays
        if is_main:
            OpeningSchedule.objects.filter(body=body, is_main=True).exclude(pk=row.pk).update(is_main=False)
        row.full_clean()
        row.save()
        row.rules.all().delete()
        for rule in rules:
            rule.pk, rule.schedule = None, row
            rule.full_clean()
            rule.save()
        after = {field: getattr(row, field) for field in _TOLD}
        after["rules"] = [_told(rule) for rule in row.rules.all()]
        record(
            actor=actor,
            verb="opening_schedule.changed" if schedule else "opening_schedule.added",
            instance=row,
            body_id=body.pk,
            area_paths=[body.area.path],
            changes={
                field: [before[field], after[field]] for field in after if before[field] != after[field]
            },
        )
    return row


def _told(rule: OpeningRule) -> str:
    season = f" {rule.season_start}~{rule.season_end}" if rule.season_start else ""
    return f"{rule.weekdays:07b} {rule.opens:%H:%M}-{rule.closes:%H:%M}{season}"
