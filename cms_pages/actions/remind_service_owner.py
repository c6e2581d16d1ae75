from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cms_pages.models import ServiceCare
from cms_pages.services.people import officials_for
from cms_pages.services.staleness import HOLDS_FOR, REMINDED_AGAIN, REMINDED_BEFORE
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def remind_service_owner(*, service_id: int, actor: None, now: datetime) -> bool:
    """Remind the officials of a service's publisher that its assurance ends soon, or has ended; return
    whether it was done.

    Two weeks before the end, and then once a month until somebody assures it.

    Args:
        service_id: key of the service.
        actor: nobody; the timer calls.
        now: the present moment.
    """
    care = (
        ServiceCare.objects.select_for_update(of=("self",))
        .filter(
            Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - REMINDED_AGAIN),
            service_id=service_id,
            service__live=True,
            assured_at__lte=now - HOLDS_FOR + REMINDED_BEFORE,
        )
        .select_related("service__body_owner")
        .first()
    )
    if care is None:
        return False
    care.reminded_at = now
    care.save(update_fields=["reminded_at"])
    service = care.service
    event = record(
        actor=None,
        verb="service.assurance_due",
        instance=service,
        body_id=service.body_owner_id,
        changes={"assured_at": [None, care.assured_at.isoformat()]},
        now=now,
    )
    notify(
        actor=None,
        recipients=officials_for(service.body_owner_id, now=now),
        kind="service.assurance_due",
        instance=service,
        event=event,
        now=now,
    )
    return True
