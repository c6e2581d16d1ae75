"""After each release: boards for areas that were loaded before the forum was installed."""

from typing import Any

from django.utils import timezone

from communities.models import Body
from forum.actions.ensure_boards import ensure_boards
from forum.actions.ensure_categories import ensure_categories


def on_release(**_signal: Any) -> None:
    """Give each area that has a body its board, and a site without categories of enquiries the usual ones."""
    ensure_categories(actor=None, now=timezone.now())
    ensure_boards(actor=None, bodies=list(Body.objects.select_related("area")), now=timezone.now())
