from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.record import record
from search.models import PinnedResult
from search.permissions import check_keep_search


@transaction.atomic
def unpin_result(*, actor: User, pinned: PinnedResult, now: datetime) -> None:
    """Let the results of its words go without it.

    Raises:
        PermissionDenied: they don't keep the register.
    """
    check_keep_search(actor)
    record(actor=actor, verb="pinned_result.removed", instance=pinned, is_tombstone=True, now=now)
    pinned.delete()
