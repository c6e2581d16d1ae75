from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms_pages.guides.telling import officials_for
from cms_pages.models import GuideCare, GuidePage
from events.record import record
from notifications.actions.notify import notify


@transaction.atomic
def remind_guide_owner(*, guide_id: int, actor: None, now: datetime) -> bool:
    """Remind the officials of a guide's department that its review is due soon, or overdue; return whether
    it was done.

    Each of the two is said once, until the guide has been reviewed.

    Args:
        guide_id: key of the guide.
        actor: nobody; the timer calls.
        now: the present moment.
    """
    today = timezone.localdate(now)
    care = (
        GuideCare.objects.select_for_update(of=("self",)).filter(guide_id=guide_id, guide__live=True).first()
    )
    if care is None:
        return False
    wanted = GuideCare.Reminded.OVERDUE if care.due_on < today else GuideCare.Reminded.SOON
    if care.reminded >= wanted:
        return False
    care.reminded = wanted
    care.save(update_fields=["reminded"])
    guide = GuidePage.objects.select_related("body_owner", "area").get(pk=guide_id)
    overdue = wanted == GuideCare.Reminded.OVERDUE
    verb = "guide.review_overdue" if overdue else "guide.review_due"
    event = record(
        actor=None,
        verb=verb,
        instance=guide,
        body_id=guide.body_owner_id,
        # From now on the page says that it may be out of date.
        area_paths=[guide.area.path] if overdue else [],
        changes={"due_on": [None, care.due_on]},
        now=now,
    )
    notify(
        actor=None,
        recipients=officials_for(guide.body_owner_id, today=today),
        kind=verb,
        instance=guide,
        event=event,
        now=now,
    )
    return True
