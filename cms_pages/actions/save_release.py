from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms_pages.models import NoticePage, NoticeRelease, NoticeReleaseMember
from cms_pages.notices.permissions import can_publish_for
from communities.models import Body
from events.record import record

TAKEN = gettext_lazy("选中的公告里有的已经排进另一组同时发布的公告。")


@transaction.atomic
def save_release(
    *,
    actor: User,
    release: NoticeRelease | None,
    name: str,
    body: Body,
    notices: Iterable[NoticePage],
    release_at: datetime | None,
    now: datetime,
) -> NoticeRelease:
    """Plan notices to be published together, or change such a plan; a failed one waits again.

    Args:
        actor: an official who may publish for `body`.
        release: the plan to change; None for a new one.
        name: what the officials call it.
        body: whose notices they are.
        notices: its drafts; at least two, as one is scheduled by itself.
        release_at: when; None to wait for “publish now”.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may not publish for `body`.
        ValidationError: by field, where the plan can't stand as it is.
    """
    notices = list(notices)
    if not can_publish_for(actor, body):
        raise PermissionDenied(_("您不能替这个单位发布公告。"))
    if release is not None and release.released_at is not None:
        raise ValidationError(_("这一组公告已经发布，不能再改。"))
    if release_at is not None and release_at <= now:
        raise ValidationError({"release_at": _("发布时间要在现在之后；要马上发布，请留空并点“立即发布”。")})
    if len(notices) < 2:
        raise ValidationError({"notices": _("至少选两条公告；只有一条时，请在公告里定时发布。")})
    if any(notice.body_owner_id != body.pk for notice in notices):
        raise ValidationError({"notices": _("选中的公告里有别的单位的。")})
    taken = NoticeReleaseMember.objects.filter(notice__in=notices)
    if release is not None:
        taken = taken.exclude(release=release)
    if taken.exists():
        raise ValidationError({"notices": TAKEN})
    release = release or NoticeRelease()
    is_new = release.pk is None
    release.name, release.body, release.release_at = name, body, release_at
    release.failed_at, release.failure = None, ""
    release.save()
    release.members.exclude(notice__in=notices).delete()
    kept = set(release.members.values_list("notice_id", flat=True))
    try:
        NoticeReleaseMember.objects.bulk_create(
            [
                NoticeReleaseMember(release=release, notice=notice)
                for notice in notices
                if notice.pk not in kept
            ]
        )
    except IntegrityError as taken_meanwhile:
        # Another plan took one of them after the look above; this one is taken back whole.
        raise ValidationError({"notices": TAKEN}) from taken_meanwhile
    record(
        actor=actor,
        verb="release.created" if is_new else "release.changed",
        instance=release,
        body_id=body.pk,
        changes={"notices": [None, [notice.pk for notice in notices]]},
    )
    return release
