from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Page, Revision

from cms_pages.models import ScheduleFailure
from cms_pages.publication.locking import locked
from events.record import record


def fail_schedule(*, revision_id: int, reason: str, actor: AbstractUser | None, now: datetime) -> None:
    """Put aside a scheduled revision that could not be published: it is due no more, and its body is told
    why.

    The page keeps its draft and its planned moment; whoever mends it publishes or schedules it again.
    """
    revision = Revision.page_revisions.filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is None or locked(Page.objects.filter(pk=revision.object_id)) is None:
        return
    page = revision.content_object
    body_id = getattr(page, "body_owner_id", None)
    ScheduleFailure.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "body_id": body_id,
            "due_at": revision.approved_go_live_at,
            "failed_at": now,
            "reason": reason,
        },
    )
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record(
        actor=actor,
        verb="page.schedule_failed",
        instance=page,
        body_id=body_id,
        changes={"reason": [None, reason]},
    )
