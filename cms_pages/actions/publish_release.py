from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from cms_pages.models import NoticePage, NoticeRelease
from cms_pages.publication.errors import PublicationRefused, publication_errors
from cms_pages.publication.locking import locked
from events.record import record


@transaction.atomic
def publish_release(*, release_id: int, actor: AbstractUser | None, now: datetime) -> bool:
    """Publish all notices of a release, or none; return whether they were published now.

    Every member's newest version is checked first. Where one is refused nothing is published, and the release
    keeps the reasons, each with the notice's title, until somebody has mended it and starts it again. A
    moment of its own that a member was scheduled for gives way to the release's.

    Args:
        release_id: key of the release.
        actor: who pressed “now”; None for the timer.
        now: the present moment.
    """
    release = locked(NoticeRelease.objects.filter(pk=release_id, released_at__isnull=True))
    if release is None:
        return False
    notices = list(NoticePage.objects.filter(release_member__release=release).order_by("release_member__pk"))
    reasons = [] if notices else ["没有选入任何公告。"]
    for notice in notices:
        draft = notice.get_latest_revision_as_object()
        reasons += [f"《{draft.title}》：{error.message}" for error in publication_errors(draft)]
    if not reasons:
        reasons = _publish_all(notices, actor)
    if reasons:
        release.failed_at, release.failure = now, "\n".join(reasons)
        release.save(update_fields=["failed_at", "failure"])
    else:
        release.released_at, release.failed_at, release.failure = now, None, ""
        release.save(update_fields=["released_at", "failed_at", "failure"])
        release.members.all().delete()
    record(
        actor=actor,
        verb="release.failed" if reasons else "release.published",
        instance=release,
        body_id=release.body_id,
        changes={"notices": [None, [notice.pk for notice in notices]], "reasons": [None, reasons]},
    )
    return not reasons


def _publish_all(notices: list[NoticePage], actor: AbstractUser | None) -> list[str]:
    """Publish each; return the reasons of the one that was refused after all, everything taken back."""
    try:
        with transaction.atomic():
            for notice in notices:
                draft = notice.get_latest_revision_as_object()
                draft.go_live_at = None
                revision = draft.save_revision(user=actor, changed=False)
                revision.publish(user=actor, skip_permission_checks=True)
    except PublicationRefused as refused:
        return [f"《{refused.page.draft_title}》：{refused.reason}"]
    return []
