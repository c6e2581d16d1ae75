"""Renaming or ending a department, a local unit or an organisation."""

from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.models import Body
from events.record import record

_TOLD = ("name", "short_name", "ended_on")


def change_body(
    *,
    actor: AbstractUser | None,
    body: Body,
    name: str,
    short_name: str,
    ended_on: date | None,
    now: datetime,
) -> Body:
    """Give `body` its names, and the day from which it is no more; its folder is called after it.

    Bodies that run an area change with the area (`rename_area`, `abolish_area`).

    Args:
        actor: who changes it.
        body: the body; it is changed in place.
        name: its full name.
        short_name: what it is called in lists.
        ended_on: the first day on which it does not exist; None while it does.
        now: the present moment.

    Raises:
        ValidationError: the area has a body of that name, or the name is no good.
    """
    with transaction.atomic():
        before = {field: getattr(body, field) for field in _TOLD}
        body.name, body.short_name, body.ended_on = name.strip(), short_name.strip(), ended_on
        body.full_clean()
        changes = {
            field: [_plain(before[field]), _plain(getattr(body, field))]
            for field in _TOLD
            if before[field] != getattr(body, field)
        }
        if not changes:
            return body
        body.save(update_fields=list(_TOLD))
        if "name" in changes and body.collection is not None:
            body.collection.name = body.name
            body.collection.save(update_fields=["name"])
        record(
            actor=actor,
            verb="body.changed",
            instance=body,
            body_id=body.pk,
            area_paths=[body.area.path],
            changes=changes,
        )
    return body


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
