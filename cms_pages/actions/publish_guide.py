from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from wagtail.models import Revision

from cms_pages.guides.reviews import due_after
from cms_pages.guides.words import references_in
from cms_pages.models import GuideCare, GuidePage, GuideUse, ScheduleFailure, SharedFact
from events.record import record


def publish_guide(*, guide: GuidePage, revision: Revision, actor: AbstractUser | None, now: datetime) -> None:
    """Make known that Wagtail has published or scheduled `guide`: note which facts it shows, record the
    event.

    Runs in the transaction of the publication. Whoever publishes has read the guide, so that its review
    begins anew.
    """
    ScheduleFailure.objects.filter(page_id=guide.pk).delete()
    if not guide.live:
        record(
            actor=actor,
            verb="guide.scheduled",
            instance=guide,
            body_id=guide.body_owner_id,
            changes={"go_live_at": [None, guide.go_live_at.isoformat() if guide.go_live_at else None]},
        )
        return
    _note_uses(guide)
    _begin_review(guide, timezone.localdate(now))
    first, last = guide.first_published_at, guide.last_published_at
    record(
        actor=actor,
        verb="guide.published" if first is None or first == last else "guide.changed",
        instance=guide,
        body_id=guide.body_owner_id,
        area_paths=[guide.area.path],
        changes={"revision": [None, revision.pk]},
    )


def _note_uses(guide: GuidePage) -> None:
    places, phones = list(guide.places.all()), list(guide.phones.all())
    contacts = {place.address_id for place in places} | {phone.fact_id for phone in phones}
    schedules = {place.schedule_id for place in places if place.schedule_id}
    shared = SharedFact.objects.filter(name__in=references_in(guide)).values_list("pk", flat=True)
    guide.uses.all().delete()
    GuideUse.objects.bulk_create(
        [
            *(GuideUse(guide=guide, contact_fact_id=pk) for pk in sorted(contacts)),
            *(GuideUse(guide=guide, schedule_id=pk) for pk in sorted(schedules)),
            *(GuideUse(guide=guide, shared_fact_id=pk) for pk in shared),
        ]
    )


def _begin_review(guide: GuidePage, today: date) -> None:
    GuideCare.objects.update_or_create(
        guide=guide,
        defaults={
            "reviewed_on": today,
            "due_on": due_after(today, guide.review_months),
            "reminded": GuideCare.Reminded.NOT_YET,
        },
    )
