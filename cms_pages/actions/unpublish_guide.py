from django.contrib.auth.models import AbstractUser

from cms_pages.models import GuidePage
from events.record import record


def unpublish_guide(*, guide: GuidePage, actor: AbstractUser | None) -> None:
    """Make known that Wagtail has taken `guide` off the site; the facts that it showed are free again.

    Runs in the transaction of the change.
    """
    guide.uses.all().delete()
    record(
        actor=actor,
        verb="guide.expired" if guide.expired else "guide.unpublished",
        instance=guide,
        body_id=guide.body_owner_id,
        area_paths=[guide.area.path],
    )
