from datetime import datetime

from django.contrib.auth.models import AbstractUser

from cms_pages.models import DisclosurePage
from events.record import record


def delete_disclosure(*, page: DisclosurePage, actor: AbstractUser | None, now: datetime) -> None:
    """Make known that Wagtail is about to delete a draft; what was public is never deleted.

    Args:
        page: the draft.
        actor: who deletes it.
        now: the present moment.
    """
    record(
        actor=actor,
        verb="disclosure.deleted",
        instance=page,
        body_id=page.body_owner_id,
        is_tombstone=True,
        now=now,
    )
