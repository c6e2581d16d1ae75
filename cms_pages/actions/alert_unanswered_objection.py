"""Telling the street of an objection that nobody answers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms_pages.models import DisclosureObjection
from disclosure.people import overseers_of, writers_of
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def alert_unanswered_objection(*, actor: None, objection_id: int, now: datetime) -> bool:
    """Tell committee and street once that the time for an answer is over; return whether it was told.

    Args:
        actor: nobody; the timer calls.
        objection_id: key of the objection.
        now: the present moment.
    """
    objection = (
        DisclosureObjection.objects.overdue(today=timezone.localdate(now))
        .select_for_update(of=("self",))
        .select_related("page__body_owner__area")
        .filter(pk=objection_id, alerted_at__isnull=True)
        .first()
    )
    if objection is None:
        return False
    objection.alerted_at = now
    objection.save(update_fields=["alerted_at"])
    page = objection.page
    event = record(
        actor=None,
        verb="disclosure_objection.unanswered",
        instance=objection,
        body_id=page.body_owner_id,
        area_paths=[page.area.path],
        now=now,
    )
    people = [*writers_of(page.body_owner, now=now), *overseers_of(page.body_owner, now=now)]
    notify(actor=None, recipients=people, kind=event.verb, instance=objection, event=event, now=now)
    return True
