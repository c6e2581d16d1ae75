from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import NoticeRelease
from cms_pages.notices.permissions import can_publish_for
from events.record import record


@transaction.atomic
def delete_release(*, actor: User, release: NoticeRelease) -> None:
    """Drop a plan to publish notices together; the drafts stay, as does what was published.

    Raises:
        PermissionDenied: `actor` may not publish for its body.
    """
    if not can_publish_for(actor, release.body):
        raise PermissionDenied(_("您不能替这个单位发布公告。"))
    record(actor=actor, verb="release.deleted", instance=release, body_id=release.body_id, is_tombstone=True)
    release.delete()
