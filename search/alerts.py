"""Telling members what is new in the searches that they keep: the timer's job, and the words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.retry_delivery import RETRIED
from events.models import Delivery, Event
from notifications import topics
from notifications.rendering import Wording, registry
from search import sources
from search.actions.alert_saved_search import KIND, Late, alert_saved_search
from search.models import SavedSearch
from search.restrictions import CONSUMER

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

log = structlog.get_logger(__name__)
# So many are looked at in one run, those first that waited longest; the next run goes on.
BATCH: Final = 200
# Between a page's date and the end of the transaction that publishes it.
SETTLED: Final = timedelta(minutes=2)


def alert(now: datetime) -> None:
    """Look at the searches whose members want to be told, each for itself."""
    # What waits to be indexed, or is being published at this moment, is looked for next time: each look goes
    # on where the last one ended, so that nothing is missed or told twice. What was given up holds up nobody;
    # where somebody has it tried again, it is looked for by itself.
    waits = Delivery.objects.filter(consumer=CONSUMER, state=Delivery.State.PENDING)
    waiting = waits.order_by("event__at").values_list("event__at", flat=True).first()
    until = (min(waiting, now) if waiting else now) - SETTLED
    rows = SavedSearch.objects.filter(is_alerting=True, looked_at__lt=until, user__is_active=True)
    looked = list(rows.select_related("user").order_by("looked_at", "pk")[:BATCH])
    late = _late(since=looked[0].looked_at, until=until) if looked else []
    for saved in looked:
        try:
            came = [one for one in late if one.retried_at > saved.looked_at]
            alert_saved_search(actor=None, saved=saved, late=came, until=until, now=now)
        except Exception:
            log.exception("saved_search_not_looked_at", saved_search=saved.pk)


def _late(*, since: datetime, until: datetime) -> list[Late]:
    """Return what was given up, tried again between the two moments, and is in the index now."""
    retries = Event.objects.filter(
        verb=RETRIED, object_kind=Delivery._meta.label_lower, at__gt=since, at__lte=until
    )
    retried_at = {int(event.object_id): event.at for event in retries.order_by("pk")}
    done = Delivery.objects.filter(pk__in=retried_at, consumer=CONSUMER, state=Delivery.State.DONE)
    return [
        Late(
            keys=frozenset(
                f"{kind}-{pk}" for kind, pks in sources.affected([delivery.event]).items() for pk in pks
            ),
            happened_at=delivery.event.at - SETTLED,
            retried_at=retried_at[delivery.pk],
        )
        for delivery in done.select_related("event").order_by("pk")
    ]


@registry.register(KIND)
def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Return what the alerts say to their reader; those of searches that are kept no longer, nothing."""
    wanted = {row.object_id for row in notifications}
    found = {str(row.pk): row for row in SavedSearch.objects.visible_to(reader).filter(pk__in=wanted)}
    return {
        row.pk: Wording(
            title=_("您保存的搜索“%(name)s”有新内容") % {"name": found[row.object_id].name},
            url=newest_url(found[row.object_id]),
        )
        for row in notifications
        if row.object_id in found
    }


def newest_url(saved: SavedSearch) -> str:
    """Return the address of a saved search's results, the newest first."""
    return f"{reverse('search')}?{saved.address}&sort=newest"


topics.registry.register("saved_search")(topics.Topic(label=gettext_lazy("保存的搜索"), position=60))
