"""Wagtail's boundary: a page that is moved takes along what lies below it, of which no verb tells."""

from typing import Any

from django.db import transaction
from wagtail.signals import post_page_move

from events.record import record
from search.sources import MOVED


def note_move(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Record that the page was moved, within the transaction of the move."""
    with transaction.atomic():
        record(actor=None, verb=MOVED, instance=instance)


post_page_move.connect(note_move, dispatch_uid="search.moves")
