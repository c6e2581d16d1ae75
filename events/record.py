"""`record`: the one way by which anything that happened is written down."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils import timezone

from events import consumers
from events.context import current
from events.models import Delivery, Event
from events.querysets import kind_of
from events.tasks import wake

log = structlog.get_logger(__name__)


def record(
    *,
    actor: AbstractUser | None,
    verb: str,
    instance: models.Model,
    body_id: int | None = None,
    area_paths: Iterable[str] = (),
    changes: dict[str, Any] | None = None,
    is_tombstone: bool = False,
    now: datetime | None = None,
) -> Event:
    """Write an event and one delivery for each consumer that wants it, in the caller's transaction.

    Consumers are woken after the commit; a roll-back takes the event back with the change that it tells of.

    Args:
        actor: who did it; None for the timer.
        verb: what was done, `<noun>.<past participle>` (`notice.published`).
        instance: what it was done to; a deleted object still has its key here.
        body_id: the body that the object belongs to, for whose officials the row is.
        area_paths: `Area.path` of each area whose pages show the object.
        changes: `{field: [before, after]}`, values that JSON can hold, never a secret.
        is_tombstone: the object no longer exists.
        now: the moment of the change, if the caller knows it.

    Raises:
        TransactionManagementError: there is no transaction, so change and event could part.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"record({verb!r}) needs the transaction of its change.")
    context = current.get()
    at = now or timezone.now()
    event = Event.objects.create(
        at=at,
        actor_id=actor.pk if actor is not None else None,
        actor_name=str(actor)[:150] if actor else "",
        assistant_id=context.assistant_id,
        verb=verb,
        object_kind=kind_of(instance),
        object_id=str(instance.pk),
        object_label=str(instance)[:255],
        body_id=body_id,
        area_paths=sorted(set(area_paths)),
        changes=changes or {},
        is_tombstone=is_tombstone,
        request_id=context.request_id,
        address=context.address,
    )
    wanted = [consumer for _name, consumer in consumers.registry if _is_wanted(consumer, event)]
    deliveries = Delivery.objects.bulk_create(
        # Due by the clock, not by `now`: a caller that acts in another time still wants it delivered today.
        [Delivery(event=event, consumer=consumer.name, due_at=timezone.now()) for consumer in wanted]
    )
    if wanted:
        transaction.on_commit(lambda: wake(deliveries))
    return event


def _is_wanted(consumer: consumers.Consumer, event: Event) -> bool:
    """Ask a consumer; one that fails to answer gets the event, and the change is not lost for it."""
    try:
        return consumer.wants(event)
    except Exception:
        log.exception("consumer_did_not_answer", consumer=consumer.name)
        return True
