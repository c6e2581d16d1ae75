from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.record import record
from search.models import HiddenTerm
from search.permissions import check_keep_search
from search.words import forget


@transaction.atomic
def show_term(*, actor: User, hidden: HiddenTerm, now: datetime) -> None:
    """Let what contains the word be offered again.

    Raises:
        PermissionDenied: they don't keep the register.
    """
    check_keep_search(actor)
    record(actor=actor, verb="hidden_term.removed", instance=hidden, is_tombstone=True, now=now)
    hidden.delete()
    transaction.on_commit(forget)
