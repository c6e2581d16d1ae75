from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from events.record import record
from search.models import SavedSearch
from search.permissions import can_see


@transaction.atomic
def delete_saved_search(*, actor: User, saved: SavedSearch, now: datetime) -> None:
    """Keep a search no longer.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    if not can_see(actor, saved):
        raise PermissionDenied
    record(actor=actor, verb="saved_search.deleted", instance=saved, is_tombstone=True, now=now)
    saved.delete()
