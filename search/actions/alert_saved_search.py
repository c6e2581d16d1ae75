from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from events.record import record
from notifications.actions.notify import notify
from notifications.models import Notification
from search.asking import Asker, find
from search.filters import from_address, newest_between, with_words
from search.language import parse
from search.models import SavedSearch
from search.words import lexicon

KIND = "saved_search.found"


def alert_saved_search(*, actor: None, saved: SavedSearch, until: datetime, now: datetime) -> bool:
    """Tell the member of what is new in a saved search since it was looked at; return whether there was
    anything.

    What is found is what the member may see at this moment. One who has not read the last alert gets no
    second. Where no engine answers, the search is looked at again later.

    Args:
        actor: nobody; the timer does it.
        saved: the search, with its user.
        until: what is dated before is in the index.
        now: the present moment.
    """
    given = QueryDict(saved.address)
    typed = parse(given.get("q", ""))
    filters, query = with_words(from_address(given), typed, lexicon())
    asker = Asker(user=saved.user, now=now)
    results = find(query, newest_between(filters, saved.looked_at, until), asker, size=1)
    if results.is_degraded:
        return False
    with transaction.atomic():
        SavedSearch.objects.filter(pk=saved.pk).update(looked_at=until)
        unread = Notification.objects.unread().filter(
            recipient=saved.user_id, kind=KIND, object_id=str(saved.pk)
        )
        if not results.results or unread.exists():
            return False
        event = record(actor=None, verb=KIND, instance=saved, now=now)
        notify(actor=None, recipients=[saved.user_id], kind=KIND, instance=saved, event=event, now=now)
    return True
