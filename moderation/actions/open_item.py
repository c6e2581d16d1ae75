from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, models, transaction

from accounts.models import User
from communities.models import Body
from events.querysets import kind_of
from events.record import record
from moderation.choices import Cause
from moderation.models import QueueItem


@transaction.atomic
def open_item(
    *,
    actor: User | None,
    instance: models.Model,
    body: Body,
    author_id: int | None,
    causes: Iterable[Cause],
    words: Iterable[str] = (),
    now: datetime,
) -> QueueItem:
    """Put `instance` into the queue of `body`, or add causes to the row that waits there already.

    Args:
        actor: who wrote or reported it; None for the site itself.
        instance: an object of a kind in `moderation.kinds.registry`.
        body: whose moderators decide.
        author_id: who wrote it.
        causes: why somebody should look.
        words: the screened words that were found.
        now: the present moment.
    """
    kind, key = kind_of(instance), str(instance.pk)
    row = QueueItem.objects.select_for_update().waiting().of(kind, key).first()
    if row is None:
        row = _new(kind, key, body=body, author_id=author_id, now=now)
    row.causes = sorted({*row.causes, *(str(cause.value) for cause in causes)})
    row.words = sorted({*row.words, *words})
    row.save(update_fields=["causes", "words"])
    record(
        actor=actor,
        verb="queue_item.opened",
        instance=row,
        body_id=body.pk,
        changes={"causes": [None, row.causes], "object": [None, str(row)]},
        now=now,
    )
    return row


def _new(kind: str, key: str, *, body: Body, author_id: int | None, now: datetime) -> QueueItem:
    try:
        with transaction.atomic():
            return QueueItem.objects.create(
                object_kind=kind, object_id=key, body=body, author_id=author_id, causes=[], opened_at=now
            )
    except IntegrityError:
        # Somebody else put it there a moment ago.
        return QueueItem.objects.select_for_update().waiting().of(kind, key).get()
