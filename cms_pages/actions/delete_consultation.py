from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ConsultationPage
from events.record import record


def delete_consultation(*, consultation: ConsultationPage, actor: AbstractUser | None, now: datetime) -> None:
    """Record that `consultation` is being deleted, while its area is still known: a tombstone."""
    record(
        actor=actor,
        verb="consultation.deleted",
        instance=consultation,
        body_id=consultation.body_owner_id,
        area_paths=[consultation.area.path],
        is_tombstone=True,
        now=now,
    )
