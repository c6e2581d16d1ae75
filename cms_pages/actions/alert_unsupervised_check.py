"""Telling committee and street that nobody can check what was submitted."""

from datetime import datetime

from django.db import transaction

from cms_pages.disclosures.permissions import writers_of
from cms_pages.models import DisclosureCheck
from disclosure.people import overseers_of, supervisors_of
from disclosure.people import writers_of as officials_of
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def alert_unsupervised_check(*, actor: None, check_id: int, now: datetime) -> bool:
    """Tell them once, where no supervisor of the area is left who did not write it; return whether it was
    told.

    Args:
        actor: nobody; the event of the submission or the timer calls.
        check_id: key of the check.
        now: the present moment.
    """
    check = (
        DisclosureCheck.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("page__body_owner__area")
        .filter(pk=check_id, alerted_at__isnull=True)
        .first()
    )
    if check is None:
        return False
    body = check.page.body_owner
    if set(supervisors_of(body, now=now)) - writers_of(check):
        return False
    check.alerted_at = now
    check.save(update_fields=["alerted_at"])
    event = record(actor=None, verb="disclosure_check.unsupervised", instance=check, body_id=body.pk, now=now)
    people = [*officials_of(body, now=now), *overseers_of(body, now=now)]
    notify(actor=None, recipients=people, kind=event.verb, instance=check, event=event, now=now)
    return True
