from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import ConsultationPage
from events.record import record


def move_consultation(
    *, consultation: ConsultationPage, before: str, after: str, actor: AbstractUser | None, now: datetime
) -> None:
    """Make known that `consultation` was moved: it belongs to the list that it lies in now.

    Args:
        consultation: the page after the move.
        before: its `url_path` before; equal to `after` where only the order among siblings changed.
        after: its `url_path` now.
        actor: who moved it.
        now: the present moment.
    """
    if before == after:
        return
    page = ConsultationPage.objects.get(pk=consultation.pk)
    old = page.area.path
    page.belong_to(page.get_parent().specific)
    page.save(clean=False)
    record(
        actor=actor,
        verb="consultation.moved",
        instance=page,
        body_id=page.body_owner_id,
        area_paths=[old, page.area.path],
        changes={"url_path": [before, after]},
        now=now,
    )
