"""Reads of events and deliveries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from events.models import Delivery, Event, Heartbeat, JobRun  # noqa: F401


class EventQuerySet(models.QuerySet["Event"]):
    """Events, newest first."""

    def about(self, instance: models.Model) -> "EventQuerySet":
        """Return what happened to `instance`."""
        return self.filter(object_kind=kind_of(instance), object_id=str(instance.pk))

    def version_of(self, kind: str, object_id: str) -> int:
        """Return the object's version, the id of its newest event; 0 where it has none."""
        newest = (
            self.filter(object_kind=kind, object_id=object_id).order_by("-pk").values_list("pk", flat=True)
        )
        return newest.first() or 0


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, oldest first."""

    def due(self, *, now: datetime) -> "DeliveryQuerySet":
        """Return the deliveries that should be tried at `now`."""
        return self.filter(state="pending", due_at__lte=now)

    def dead(self) -> "DeliveryQuerySet":
        """Return the deliveries that were given up and need a person."""
        return self.filter(state="dead")


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """The timer's jobs."""

    def due(self, *, now: datetime, names: Sequence[str]) -> set[str]:
        """Return which of `names` are due at `now`; one that has never run is."""
        later = set(self.filter(name__in=names, due_at__gt=now).values_list("name", flat=True))
        return set(names) - later

    def take(self, name: str, *, now: datetime, every: timedelta) -> bool:
        """Begin the run of `name` that is due; return False where another timer has it."""
        begun = {"due_at": now + every, "started_at": now}
        if self.filter(name=name, due_at__lte=now).update(**begun):
            return True
        _row, made = self.get_or_create(name=name, defaults=begun)
        return made


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Signs of life of workers and timers."""

    def beat(self, name: str, *, now: datetime) -> None:
        """Note that the process `name` lives."""
        if not self.filter(name=name).update(beat_at=now):
            self.get_or_create(name=name, defaults={"beat_at": now})


def kind_of(instance: models.Model) -> str:
    """Return the label that events name an object's class by, for example `cms_pages.noticepage`.

    A page is named by its own class even where only Wagtail's base row was loaded.
    """
    specific = getattr(instance, "cached_content_type", None)
    if specific is not None:
        return f"{specific.app_label}.{specific.model}"
    return instance._meta.label_lower
