"""Everything that the site holds of a person, as one file for them."""

import json
import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone

from accounts import pace
from accounts.models import User
from accounts.personal_data import registry
from events.record import record

_IN_MEMORY: Final = 5_000_000
_CHUNK: Final = 65_536


def export_data(*, actor: User, now: datetime) -> IO[bytes]:
    """Return a zip with `data.json`, which has what each app holds, and the person's files under `files/`.

    Args:
        actor: the person; nobody gets somebody else's.
        now: the present moment.

    Raises:
        TooOftenError: they did so five times within the hour.
    """
    pace.count("download_data", now=now, person=actor.pk)
    data: dict[str, Any] = {"exported_at": timezone.localtime(now).isoformat()}
    packed: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, holding in registry:
            data[key] = holding.export(actor)
            for name, content in holding.files(actor):
                with content, archive.open(f"files/{key}/{name}", "w") as target:
                    while chunk := content.read(_CHUNK):
                        target.write(chunk)
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
    packed.seek(0)
    with transaction.atomic():
        record(actor=actor, verb="user.data_downloaded", instance=actor)
    return packed
