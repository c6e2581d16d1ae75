from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cms_pages.guides.permissions import check_review
from cms_pages.guides.reviews import due_after
from cms_pages.models import GuideCare, GuidePage
from events.record import record


@transaction.atomic
def review_guide(*, guide: GuidePage, actor: User, now: datetime) -> GuideCare:
    """Say that the published `guide` was read through and is still right; the next review is counted from
    today.

    Raises:
        PermissionDenied: it is another department's.
    """
    check_review(actor, guide)
    today = timezone.localdate(now)
    before = GuideCare.objects.filter(guide=guide).values_list("reviewed_on", flat=True).first()
    care, _is_new = GuideCare.objects.update_or_create(
        guide=guide,
        defaults={
            "reviewed_on": today,
            "due_on": due_after(today, guide.review_months),
            "reminded": GuideCare.Reminded.NOT_YET,
        },
    )
    record(
        actor=actor,
        verb="guide.reviewed",
        instance=guide,
        body_id=guide.body_owner_id,
        area_paths=[guide.area.path],
        changes={"reviewed_on": [before, today]},
        now=now,
    )
    return care
