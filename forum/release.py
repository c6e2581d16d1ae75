"""After each release: boards for areas that were loaded before the forum was installed."""

from typing import Any

from django.utils import timezone

from communities.models import Body
from forum.actions.ensure_boards import ensure_boards


def on_release(**_signal: Any) -> None:
    """Give each area that has a body its board; one query where none is missing."""
    ensure_boards(actor=None, bodies=list(Body.objects.select_related("area")), now=timezone.now())
