"""What this app holds of a person: what they uploaded for what they wrote."""

from collections.abc import Iterator
from typing import IO, Any

from django.contrib.auth.models import AbstractUser
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.personal_data import Holding, registry
from media.attachments.removal import take_away
from media.choices import AttachmentState
from media.models import Attachment


def export(user: AbstractUser) -> dict[str, Any]:
    """Return what the person uploaded, newest first."""
    return {
        "attachments": [
            {
                "name": row.name,
                "state": row.state,
                "size": row.size,
                "sha256": row.sha256,
                "uploaded_at": row.uploaded_at.isoformat(),
                "file": _file_name(row) if row.file else None,
            }
            for row in Attachment.objects.filter(uploader_id=user.pk).order_by("-pk")
        ]
    }


def files(user: AbstractUser) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each file as it is stored."""
    kept = Attachment.objects.filter(uploader_id=user.pk).exclude(state=AttachmentState.REMOVED)
    for row in kept.order_by("pk"):
        if default_storage.exists(row.file):
            yield _file_name(row), default_storage.open(row.file)


def erase(user: AbstractUser) -> None:
    """Remove what was not used. The rest goes or stays with what it belongs to, whose app decides."""
    with transaction.atomic():
        take_away(Attachment.objects.waiting_of(user), actor=None, now=timezone.now())


def _file_name(attachment: Attachment) -> str:
    return f"{attachment.pk}-{attachment.name}"


registry.register("media")(
    Holding(export=export, erase=erase, files=files, models=frozenset({"media.attachment"}))
)
