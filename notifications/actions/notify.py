"""Telling people something."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import models

from accounts.models import User
from events.models import Event
from events.querysets import kind_of
from notifications.actions.text_urgent import text_urgent
from notifications.models import Notification
from notifications.preferences import wanted_in_sql
from notifications.topics import Channel

_BATCH: Final = 500


def notify(
    *,
    actor: User | None,
    recipients: Iterable[int],
    kind: str,
    instance: models.Model,
    event: Event | None,
    now: datetime,
    is_urgent: bool = False,
) -> None:
    """Give each recipient a notification of `kind` about `instance`; one who has it already gets no second.

    It is called by consumers of events, which may be called twice, and by verbs in their own transaction. It
    records no event: it is itself the answer to one.

    Args:
        actor: who caused it, and is not told of their own deed; None for the timer.
        recipients: keys of the people, each once or more; closed accounts are passed over.
        kind: a key of `notifications.rendering.registry`, `<noun>.<past participle>`.
        instance: what it is about.
        event: what caused it. The same kind and object with another event is another notification; without
            an event there is one for ever.
        now: the present moment, shown as its time.
        is_urgent: those who have asked for it get a text message, too, once.
    """
    label, key = kind_of(instance), str(instance.pk)
    told = sorted(set(recipients) - {actor.pk if actor is not None else None})
    reminded = wanted_in_sql(kind, Channel.SITE)
    for start in range(0, len(told), _BATCH):
        present = User.objects.filter(pk__in=told[start : start + _BATCH], is_active=True)
        Notification.objects.bulk_create(
            [
                Notification(
                    recipient_id=recipient,
                    kind=kind,
                    object_kind=label,
                    object_id=key,
                    event_id=event.pk if event is not None else 0,
                    created_at=now,
                    # Whoever does not want to be reminded finds it in the list, and nothing counts it.
                    read_at=None if is_reminded else now,
                )
                for recipient, is_reminded in present.annotate(is_reminded=reminded).values_list(
                    "pk", "is_reminded"
                )
            ],
            ignore_conflicts=True,
        )
    if is_urgent:
        text_urgent(actor=actor, kind=kind, recipients=told, event=event, instance=instance, now=now)
