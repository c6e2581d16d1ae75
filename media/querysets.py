"""Reads of attachments."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from events.querysets import kind_of
from media.choices import AttachmentState

if TYPE_CHECKING:
    from media.models.attachments import Attachment


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments. Whether somebody may read one is its owner's business (`media.permissions`)."""

    def of(self, owner: models.Model) -> "AttachmentQuerySet":
        """Return what belongs to `owner` and is shown with it, in its order."""
        return self.filter(state=AttachmentState.CLAIMED, owner_kind=kind_of(owner), owner_id=owner.pk)

    def by_owner(self, owners: Sequence[models.Model]) -> "dict[Any, list[Attachment]]":
        """Return what is shown with each of `owners` (of one kind) by the owner's key; one query."""
        found: dict[Any, list[Attachment]] = defaultdict(list)
        if owners:
            keys = [owner.pk for owner in owners]
            rows = self.filter(
                state=AttachmentState.CLAIMED, owner_kind=kind_of(owners[0]), owner_id__in=keys
            )
            for row in rows:
                found[row.owner_id].append(row)
        return found

    def waiting_of(self, uploader: Any) -> "AttachmentQuerySet":
        """Return what `uploader` has uploaded and not used yet."""
        return self.filter(state=AttachmentState.UNCLAIMED, uploader_id=uploader.pk)

    def uploaded_since(self, uploader: Any, moment: datetime) -> "AttachmentQuerySet":
        """Return what counts against the uploader's quota, removed or not."""
        return self.filter(uploader_id=uploader.pk, uploaded_at__gt=moment)

    def orphans(self, before: datetime) -> "AttachmentQuerySet":
        """Return what was uploaded before that moment and never used."""
        return self.filter(state=AttachmentState.UNCLAIMED, uploaded_at__lte=before)
