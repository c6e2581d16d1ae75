from datetime import datetime

from django.db import transaction

from accounts.models import User
from cms_pages.models import ServiceCare, ServicePage
from cms_pages.services.permissions import check_manage
from events.record import record


@transaction.atomic
def assure_service(*, actor: User, service: ServicePage, now: datetime) -> ServiceCare:
    """Note that `actor` has checked the record of `service` and that it is still right; nothing of it
    changes.

    Args:
        actor: an official of the publisher.
        service: a published service.
        now: the present moment, from which the assurance holds.

    Raises:
        PermissionDenied: another body publishes the service.
    """
    check_manage(actor, service)
    before = ServiceCare.objects.filter(service=service).values_list("assured_at", flat=True).first()
    care, _is_new = ServiceCare.objects.update_or_create(
        service=service,
        defaults={
            "assured_at": now,
            "assured_for": service.body_owner,
            "assured_by": actor,
            "reminded_at": None,
        },
    )
    record(
        actor=actor,
        verb="service.assured",
        instance=service,
        body_id=service.body_owner_id,
        area_paths=[*service.served_areas.values_list("area__path", flat=True), service.area.path],
        changes={"assured_at": [before.isoformat() if before else None, now.isoformat()]},
        now=now,
    )
    return care
