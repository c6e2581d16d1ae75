from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from events.record import record
from moderation.models import ScreenedWord
from moderation.permissions import can_keep_words
from moderation.screening.screen import forget


@transaction.atomic
def remove_screened_word(*, actor: User, screened: ScreenedWord, now: datetime) -> None:
    """Take a word off the list; what it kept back stays in the queue.

    Raises:
        PermissionDenied: they don't keep the list.
    """
    if not can_keep_words(actor):
        raise PermissionDenied
    record(actor=actor, verb="screened_word.removed", instance=screened, is_tombstone=True, now=now)
    screened.delete()
    transaction.on_commit(forget)
