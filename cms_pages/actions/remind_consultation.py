from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms_pages.consultations.clock import REMINDED_BEFORE
from cms_pages.error_reports.owners import running_body
from cms_pages.models import ConsultationCare
from cms_pages.services.people import officials_for
from communities.calendar import add_working_days
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def remind_consultation(*, consultation_id: int, actor: None, now: datetime) -> bool:
    """Remind the publisher that the outcome of a consultation is due soon or overdue; where it is overdue,
    tell the body above. Return whether it was done: five working days before, and then every five working
    days.

    Args:
        consultation_id: key of the page.
        actor: nobody; the timer calls.
        now: the present moment.
    """
    today = timezone.localdate(now)
    care = (
        ConsultationCare.objects.select_for_update(of=("self",))
        .filter(
            Q(reminded_on__isnull=True) | Q(reminded_on__lte=add_working_days(today, -REMINDED_BEFORE)),
            consultation_id=consultation_id,
            consultation__live=True,
            consultation__outcome_summary="",
            outcome_due_on__lte=add_working_days(today, REMINDED_BEFORE),
        )
        .select_related("consultation__body_owner", "consultation__area__parent")
        .first()
    )
    if care is None:
        return False
    care.reminded_on = today
    care.save(update_fields=["reminded_on"])
    page = care.consultation
    is_late = care.outcome_due_on < today
    verb = "consultation.outcome_late" if is_late else "consultation.outcome_due"
    event = record(
        actor=None,
        verb=verb,
        instance=page,
        body_id=page.body_owner_id,
        area_paths=[page.area.path] if is_late else [],
        changes={"outcome_due_on": [None, care.outcome_due_on.isoformat()]},
        now=now,
    )
    people = set(officials_for(page.body_owner_id, now=now))
    above = running_body(page.area.parent or page.area, today=today) if is_late else None
    if above is not None:
        people.update(officials_for(above.pk, now=now))
    notify(actor=None, recipients=people, kind=verb, instance=page, event=event, now=now)
    return True
