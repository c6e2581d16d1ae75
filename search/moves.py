"""Wagtail's boundary: a page that is moved takes along what lies below it, and a document is replaced or
deleted; no verb tells of either.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from wagtail.signals import post_page_move

from events.record import record
from media.models import Document
from search.sources import MOVED
from search.sources.files import note_document


def note_move(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Record that the page was moved, within the transaction of the move."""
    with transaction.atomic():
        record(actor=None, verb=MOVED, instance=instance)


def note_saved(sender: type, instance: Any, created: bool, **_kwargs: Any) -> None:
    """Record that a document was changed, within the transaction of the change."""
    if not created:
        with transaction.atomic():
            note_document(instance, is_gone=False)


def note_deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Record that a document is being deleted, within the transaction of that."""
    with transaction.atomic():
        note_document(instance, is_gone=True)


post_save.connect(note_saved, sender=Document, dispatch_uid="search.documents.saved")
pre_delete.connect(note_deleted, sender=Document, dispatch_uid="search.documents.deleted")
post_page_move.connect(note_move, dispatch_uid="search.moves")
