from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ServicePage
from events.record import record


def delete_service(*, service: ServicePage, actor: AbstractUser | None, now: datetime) -> None:
    """Record that `service` is being deleted, while its areas are still known: a tombstone."""
    record(
        actor=actor,
        verb="service.deleted",
        instance=service,
        body_id=service.body_owner_id,
        area_paths=[*service.served_areas.values_list("area__path", flat=True), service.area.path],
        is_tombstone=True,
        now=now,
    )
