from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ConsultationPage
from events.record import record


def unpublish_consultation(
    *, consultation: ConsultationPage, actor: AbstractUser | None, now: datetime
) -> None:
    """Make known that Wagtail has taken `consultation` off the site. What people said stays with it."""
    record(
        actor=actor,
        verb="consultation.unpublished",
        instance=consultation,
        body_id=consultation.body_owner_id,
        area_paths=[consultation.area.path],
        now=now,
    )
