from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ServicePage
from events.record import record


def unpublish_service(*, service: ServicePage, actor: AbstractUser | None, now: datetime) -> None:
    """Make known that Wagtail has taken `service` off the site, by hand or at its expiry.

    Runs in the transaction of the change. Its areas stay until it is published again; no list shows a
    service that is not live.
    """
    record(
        actor=actor,
        verb="service.expired" if service.expired else "service.unpublished",
        instance=service,
        body_id=service.body_owner_id,
        area_paths=[*service.served_areas.values_list("area__path", flat=True), service.area.path],
        now=now,
    )
