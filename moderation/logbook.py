"""Writing the public log of moderation, in the transaction of what it tells of."""

from datetime import datetime

from django.db import models

from communities.models import Body
from events.querysets import kind_of
from moderation.choices import LogAction
from moderation.models import LogEntry
from moderation.models.queue import LONGEST_REASON


def write(
    *,
    action: LogAction,
    body: Body,
    subject: str,
    now: datetime,
    reason: str = "",
    instance: models.Model | None = None,
) -> LogEntry:
    """Write a line of the public log.

    Args:
        action: what was done.
        body: in whose name.
        subject: to what, in words that everybody may read: never a hidden text, never a person's name.
        now: when.
        reason: why.
        instance: the object, if it has a place where it can be looked at.
    """
    return LogEntry.objects.create(
        at=now,
        body=body,
        action=action,
        subject=subject[:100],
        reason=reason[:LONGEST_REASON],
        object_kind=kind_of(instance) if instance is not None else "",
        object_id=str(instance.pk) if instance is not None else "",
    )


def unname(instance: models.Model, *, subject: str) -> None:
    """Take from the log what names `instance`, whose words everybody may no longer read.

    Args:
        instance: what was hidden or deleted.
        subject: what to call it instead (“一个话题”).
    """
    LogEntry.objects.filter(object_kind=kind_of(instance), object_id=str(instance.pk)).update(
        subject=subject[:100], object_kind="", object_id=""
    )
