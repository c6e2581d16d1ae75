from django.contrib.auth.models import AbstractUser

from cms_pages.models import GuidePage
from events.record import record


def delete_guide(*, guide: GuidePage, actor: AbstractUser | None) -> None:
    """Record that `guide` is being deleted, while its owner is still known: a tombstone."""
    record(
        actor=actor,
        verb="guide.deleted",
        instance=guide,
        body_id=guide.body_owner_id,
        area_paths=[guide.area.path],
        is_tombstone=True,
    )
