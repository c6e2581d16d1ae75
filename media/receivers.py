"""Where Wagtail deletes a picture or a document, whichever way: one line each, on to whoever shows it."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from media.changes import tell_all
from media.models import Document, Image


@receiver(pre_delete, sender=Image)
@receiver(pre_delete, sender=Document)
def _deleted(instance: Image | Document, **_signal: Any) -> None:
    tell_all(file=instance, is_deleted=True)
