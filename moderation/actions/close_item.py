from datetime import datetime

from django.db import models, transaction

from accounts.models import User
from events.querysets import kind_of
from events.record import record
from moderation.choices import ItemState
from moderation.models import QueueItem


@transaction.atomic
def close_item(*, actor: User | None, instance: models.Model, now: datetime) -> None:
    """Take `instance` out of the queue, because its author took it back; nothing where it does not wait."""
    row = QueueItem.objects.select_for_update().waiting().of(kind_of(instance), instance.pk).first()
    if row is None:
        return
    row.state, row.closed_at = ItemState.GONE, now
    row.save(update_fields=["state", "closed_at"])
    record(actor=actor, verb="queue_item.gone", instance=row, body_id=row.body_id, now=now)
