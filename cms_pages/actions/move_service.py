from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ServedArea, ServicePage
from events.record import record


def move_service(
    *, service: ServicePage, before: str, after: str, actor: AbstractUser | None, now: datetime
) -> None:
    """Make known that `service` was moved: it belongs to the list it lies in now, and serves that
    list's area.

    Areas that were chosen stay where they lie within the new publisher's; else it serves all of the new area.

    Args:
        service: the page after the move.
        before: its `url_path` before; equal to `after` where only the order among siblings changed.
        after: its `url_path` now.
        actor: who moved it.
        now: the present moment.
    """
    if before == after:
        return
    service = ServicePage.objects.get(pk=service.pk)
    old_paths = [*service.served_areas.values_list("area__path", flat=True), service.area.path]
    service.belong_to(service.get_parent().specific)
    if any(not area.path.startswith(service.area.path) for area in service.chosen_areas.all()):
        service.chosen_areas.set([])
    if not service.chosen_areas.count():
        service.served_areas.all().delete()
        if service.live:
            ServedArea.objects.create(service=service, area=service.area)
    service.save(clean=False)
    record(
        actor=actor,
        verb="service.moved",
        instance=service,
        body_id=service.body_owner_id,
        area_paths=[
            *old_paths,
            *service.served_areas.values_list("area__path", flat=True),
            service.area.path,
        ],
        changes={"url_path": [before, after]},
        now=now,
    )
