from django.contrib.auth.models import AbstractUser

from cms_pages.models import GuidePage
from events.record import record


def move_guide(*, guide: GuidePage, before: str, after: str, actor: AbstractUser | None) -> None:
    """Make known that `guide` was moved: it belongs to the department whose page it lies in now.

    Args:
        guide: the page after the move.
        before: its `url_path` before; equal to `after` where only the order among siblings changed.
        after: its `url_path` now.
        actor: who moved it.
    """
    if before == after:
        return
    guide = GuidePage.objects.get(pk=guide.pk)
    old_body = guide.body_owner_id
    guide.save(clean=False)
    record(
        actor=actor,
        verb="guide.moved",
        instance=guide,
        body_id=guide.body_owner_id,
        area_paths=[guide.area.path],
        changes={"url_path": [before, after], "body": [old_body, guide.body_owner_id]},
    )
