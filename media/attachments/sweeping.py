"""What the timer takes away: uploads that were never used, files that a crash left, rows of what is gone."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction

from events import timer
from media.attachments.gate import FOLDER
from media.attachments.removal import delete_files, release, take_away
from media.choices import AttachmentState
from media.models import Attachment

# How long what was uploaded waits to be used; and how long a row counts against the quota.
KEPT: Final = timedelta(days=1)


def sweep(now: datetime) -> None:
    """Remove what was not used within a day and what was held long enough, and delete what ought to be gone
    already.
    """
    before = now - KEPT
    with transaction.atomic():
        take_away(Attachment.objects.orphans(before), actor=None, now=now)
        ended = Attachment.objects.filter(hold_until__lte=now).exclude(hold_reason="")
        release(ended.select_for_update().order_by("pk"), actor=None, now=now)
    gone = Attachment.objects.filter(state=AttachmentState.REMOVED)
    delete_files(gone.exclude(file="").values_list("pk", flat=True))
    gone.filter(file="", removed_at__lte=before, uploaded_at__lte=before).delete()
    _sweep_strays(before)


def _sweep_strays(before: datetime) -> None:
    """Delete files without a row: of a process that died between storing and committing."""
    for folder in default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []:
        place = f"{FOLDER}/{folder}"
        rows = Attachment.objects.filter(file__startswith=f"{place}/")
        known = {name for row in rows.only("file", "large", "small") for name in row.files}
        for name in default_storage.listdir(place)[1]:
            path = f"{place}/{name}"
            if path not in known and default_storage.get_modified_time(path) <= before:
                default_storage.delete(path)


timer.registry.register("media.sweep_attachments")(timer.Job(every=timedelta(hours=1), run=sweep))
