"""Letting go of what happened long ago: at least six months are kept (网络安全法第二十一条), then it goes."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from events.models import Event
from events.querysets import EventQuerySet
from events.unlocked import unlocked

AT_ONCE: Final = 500
REASON: Final = "retention"


def forget_events(*, now: datetime) -> int:
    """Delete events that are older than EVENTS_KEPT_DAYS, and return how many.

    Each object keeps its newest event, which is its version; that one loses where it came from. What people
    did to their own accounts (signing in and the like) goes altogether.
    """
    limit = now - timedelta(days=settings.EVENTS_KEPT_DAYS)
    old = Event.objects.filter(at__lt=limit)
    later = Event.objects.filter(
        object_kind=OuterRef("object_kind"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    accounts = get_user_model()._meta.label_lower
    deleted = _delete(old.filter(object_kind=accounts)) + _delete(old.filter(Exists(later)))
    with unlocked(REASON):
        old.exclude(address=None, request_id="").update(address=None, request_id="")
    return deleted


def _delete(rows: EventQuerySet) -> int:
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with unlocked(REASON):
            deleted += Event.objects.filter(pk__in=keys).delete()[1].get("events.Event", 0)
    return deleted
