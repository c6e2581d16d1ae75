from django.contrib.auth.models import AbstractUser

from cms_pages.models import NoticePage
from events.record import record


def delete_notice(*, notice: NoticePage, actor: AbstractUser | None) -> None:
    """Record that `notice` is being deleted, while its audience is still known: a tombstone."""
    record(
        actor=actor,
        verb="notice.deleted",
        instance=notice,
        body_id=notice.body_owner_id,
        area_paths=notice.audience_areas.values_list("area__path", flat=True),
        is_tombstone=True,
    )
