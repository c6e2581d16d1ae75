from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Revision

from cms_pages.models import ScheduleFailure, ServedArea, ServiceCare, ServicePage
from events.record import record


def publish_service(
    *, service: ServicePage, revision: Revision, actor: AbstractUser | None, now: datetime
) -> None:
    """Make known that Wagtail has published or scheduled `service`: resolve whom it serves, record the event.

    Runs in the transaction of the publication. Whoever publishes has read the record, so that its assurance
    begins anew. The event names the areas that showed the service before, too, so that a list that it has
    left is made anew.

    Args:
        service: the page, as it is now.
        revision: what was published.
        actor: who published; None for the timer.
        now: the present moment.
    """
    ScheduleFailure.objects.filter(page_id=service.pk).delete()
    if not service.live:
        record(
            actor=actor,
            verb="service.scheduled",
            instance=service,
            body_id=service.body_owner_id,
            changes={"go_live_at": [None, service.go_live_at.isoformat() if service.go_live_at else None]},
            now=now,
        )
        return
    before = _served(service)
    _resolve_areas(service)
    ServiceCare.objects.update_or_create(
        service=service,
        defaults={
            "assured_at": now,
            "assured_for": service.body_owner,
            "assured_by_id": actor.pk if actor is not None else None,
            "reminded_at": None,
        },
    )
    first, last = service.first_published_at, service.last_published_at
    record(
        actor=actor,
        verb="service.published" if first is None or first == last else "service.changed",
        instance=service,
        body_id=service.body_owner_id,
        area_paths=[*before, *_served(service), service.area.path],
        changes={"revision": [None, revision.pk]},
        now=now,
    )


def _served(service: ServicePage) -> list[str]:
    return list(service.served_areas.order_by("area__path").values_list("area__path", flat=True))


def _resolve_areas(service: ServicePage) -> None:
    # A draft may name areas that were merged since it was written.
    chosen = service.chosen_areas.all()
    wanted = {today.pk for area in chosen if (today := area.today()) is not None} or {service.area_id}
    service.served_areas.exclude(area_id__in=wanted).delete()
    ServedArea.objects.bulk_create(
        [ServedArea(service=service, area_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )
