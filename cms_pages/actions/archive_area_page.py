"""Marks the front page of an abolished area."""

from datetime import datetime

from django.db import transaction

from communities.models import Area


@transaction.atomic
def archive_area_page(*, actor: None, area: Area, successor: Area | None, now: datetime) -> None:
    """Let the front page of `area` say that the area was abolished, and lead to its successor.

    Pages stay readable, as links and search engines lead to them; lists of areas leave them out.

    Args:
        actor: nobody; the event of the change to the area tells who made it.
        area: the abolished area.
        successor: the area that takes over, if one does.
        now: when it was abolished.
    """
    if area.page is None:
        return
    page = area.page.specific
    page.archived_at = now
    page.successor = successor
    page.save()
