"""After each release: boards and categories for areas that were loaded before the forum was installed."""

from typing import Any

from django.utils import timezone

from communities.models import Body
from forum.actions.ensure_boards import ensure_boards
from forum.actions.ensure_categories import ensure_categories


def on_release(**_signal: Any) -> None:
    """Give each area that has a body its board, and a site without categories of enquiries the usual ones.

    A site whose district is not loaded yet gets both with its bodies (`forum.lifecycle`).
    """
    if bodies := list(Body.objects.select_related("area")):
        now = timezone.now()
        ensure_categories(actor=None, now=now)
        ensure_boards(actor=None, bodies=bodies, now=now)
