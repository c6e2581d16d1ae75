from django.contrib.auth.models import AbstractUser

from cms_pages.models import NoticePage
from events.record import record


def unpublish_notice(*, notice: NoticePage, actor: AbstractUser | None) -> None:
    """Make known that Wagtail has taken `notice` off the site, by hand or at its expiry.

    Runs in the transaction of the change. The audience's rows stay until it is published again; no list shows
    a notice that is not live.
    """
    record(
        actor=actor,
        verb="notice.expired" if notice.expired else "notice.unpublished",
        instance=notice,
        body_id=notice.body_owner_id,
        area_paths=notice.audience_areas.values_list("area__path", flat=True),
    )
