from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from events.record import record
from notifications.actions.notify import notify
from notifications.models import Notification
from search.asking import Asker, newest
from search.engines.base import EngineAway
from search.filters import from_address, with_words
from search.language import parse
from search.models import SavedSearch
from search.plans import Hit
from search.words import lexicon

KIND = "saved_search.found"


@dataclass(frozen=True)
class Late:
    """Documents that came into the index after they had been given up.

    Attributes:
        keys: of the documents.
        happened_at: what is dated before was there before.
        retried_at: when somebody, or the timer, had them tried again.
    """

    keys: frozenset[str]
    happened_at: datetime
    retried_at: datetime


def alert_saved_search(
    *, actor: None, saved: SavedSearch, late: Sequence[Late], until: datetime, now: datetime
) -> bool:
    """Tell the member of what is new in a saved search since it was looked at; return whether there was
    anything.

    What is found is what the member may see at this moment. One who has not read the last alert gets no
    second. Where no engine answers, the search is looked at again later.

    Args:
        actor: nobody; the timer does it.
        saved: the search, with its user.
        late: what came into the index since then, though it is older.
        until: what is dated before is in the index.
        now: the present moment.
    """
    given = QueryDict(saved.address)
    typed = parse(given.get("q", ""))
    filters, query = with_words(from_address(given), typed, lexicon())
    asker = Asker(user=saved.user, now=now)

    def is_new(hit: Hit) -> bool:
        if hit.date is None:
            return False
        came_late = any(hit.key in one.keys and one.happened_at <= hit.date for one in late)
        return hit.date < until and (hit.date >= saved.looked_at or came_late)

    try:
        found = newest(query, filters, asker, is_wanted=is_new)
    except EngineAway:
        return False
    with transaction.atomic():
        SavedSearch.objects.filter(pk=saved.pk).update(looked_at=until)
        unread = Notification.objects.unread().filter(
            recipient=saved.user_id, kind=KIND, object_id=str(saved.pk)
        )
        if not found or unread.exists():
            return False
        event = record(actor=None, verb=KIND, instance=saved, now=now)
        notify(actor=None, recipients=[saved.user_id], kind=KIND, instance=saved, event=event, now=now)
    return True
