from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Page, Revision

from cms_pages.publication.locking import locked


def publish_scheduled_revision(*, revision_id: int, actor: AbstractUser | None, now: datetime) -> bool:
    """Publish a revision whose approved moment has come by `now`; return whether it was ours to do.

    Raises:
        PublicationRefused: the page has become unfit since it was approved.
    """
    due = Revision.page_revisions.filter(pk=revision_id, approved_go_live_at__lte=now)
    page_id = due.values_list("object_id", flat=True).first()
    # The page's row is the lock: its revision is looked at again once it is ours.
    if page_id is None or locked(Page.objects.filter(pk=page_id)) is None:
        return False
    revision = due.first()
    if revision is None:
        return False
    revision.publish(user=actor, log_action="wagtail.publish.scheduled")
    return True
