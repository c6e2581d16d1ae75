from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Revision

from cms_pages.consultations.clock import outcome_due_on
from cms_pages.models import ConsultationCare, ConsultationPage, ScheduleFailure
from events.record import record


def publish_consultation(
    *, consultation: ConsultationPage, revision: Revision, actor: AbstractUser | None, now: datetime
) -> None:
    """Make known that Wagtail has published or scheduled `consultation`: set the day for its outcome, note
    when the outcome came, record the event.

    Runs in the transaction of the publication.

    Args:
        consultation: the page, as it is now.
        revision: what was published.
        actor: who published; None for the timer.
        now: the present moment.
    """
    ScheduleFailure.objects.filter(page_id=consultation.pk).delete()
    if not consultation.live:
        record(
            actor=actor,
            verb="consultation.scheduled",
            instance=consultation,
            body_id=consultation.body_owner_id,
            now=now,
        )
        return
    closes_at = consultation.closes_at or now
    care, _is_new = ConsultationCare.objects.get_or_create(
        consultation=consultation, defaults={"outcome_due_on": outcome_due_on(closes_at)}
    )
    care.outcome_due_on = outcome_due_on(closes_at)
    is_outcome = bool(consultation.outcome_summary) and care.outcome_published_at is None
    if is_outcome:
        care.outcome_published_at = now
    care.save(update_fields=["outcome_due_on", "outcome_published_at"])
    first, last = consultation.first_published_at, consultation.last_published_at
    is_first = first is None or first == last
    record(
        actor=actor,
        verb="consultation.outcome_published"
        if is_outcome
        else "consultation.published"
        if is_first
        else "consultation.changed",
        instance=consultation,
        body_id=consultation.body_owner_id,
        area_paths=[consultation.area.path],
        changes={"revision": [None, revision.pk]},
        now=now,
    )
