"""Changes what a front page says of its area."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cms_pages.models import FrontPageProfile
from cms_pages.permissions import check_edit_front_page
from events.record import record


def edit_front_page_profile(
    *, actor: User, profile: FrontPageProfile, changed_fields: Sequence[str] = (), now: datetime
) -> FrontPageProfile:
    """Save `profile` with its wanted matters; the front page shows it from then on.

    Args:
        actor: who edits.
        profile: with its new values and matters set.
        changed_fields: names of what was changed, for the event.
        now: the present moment.

    Raises:
        PermissionDenied: the front page is another body's.
    """
    check_edit_front_page(actor, profile)
    with transaction.atomic():
        before = FrontPageProfile.objects.filter(pk=profile.pk).values_list("introduction", flat=True).first()
        profile.save()
        changes: dict[str, list[str | None]] = {
            name: [None, None] for name in changed_fields if name != "introduction"
        }
        if before != profile.introduction:
            changes["introduction"] = [before, profile.introduction]
        record(
            actor=actor,
            verb="front_page_profile.changed",
            instance=profile,
            area_paths=[profile.area.path],
            changes=changes,
        )
    return profile
