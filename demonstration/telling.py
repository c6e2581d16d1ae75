"""Tells people of the demonstration what happened in it, in the order in which it is said to have happened."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from cms_pages.models import NoticePage
from events import consumers
from events.actions.deliver import deliver_one
from events.models import Delivery, Event
from events.querysets import kind_of
from notifications.models import Notification

TELLERS: Final = "_notifications"


def tell_in_order(now: datetime) -> None:
    """Deliver what is to be told, the oldest first, with the dates of what it is about.

    Left to the task worker, it would come in the order in which the texts were loaded, and a list of
    notifications would jump back and forth in time.
    """
    names = [name for name, _consumer in consumers.registry if name.endswith(TELLERS)]
    rows = Delivery.objects.filter(consumer__in=names, state=Delivery.State.PENDING).select_related("event")
    published = dict(NoticePage.objects.values_list("pk", "listed_from"))
    kind = kind_of(NoticePage())

    def moment(event: Event) -> datetime:
        # A notice is published by Wagtail, whose clock stands at the present.
        known = published.get(int(event.object_id)) if event.object_kind == kind else None
        return min(known or event.at, now)

    for row in sorted(rows, key=lambda row: (moment(row.event), row.pk)):
        deliver_one(key=row.pk, now=timezone.now())
        Notification.objects.filter(event_id=row.event_id, created_at__gt=moment(row.event)).update(
            created_at=moment(row.event)
        )
