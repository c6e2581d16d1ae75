from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Page

from cms_pages.publication.locking import locked


def expire_page(*, page_id: int, actor: AbstractUser | None, now: datetime) -> bool:
    """Take a page off the site whose time is over at `now`; return whether it was ours to do."""
    page = locked(Page.objects.filter(pk=page_id, live=True, expire_at__lte=now))
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, user=actor, log_action="wagtail.unpublish.scheduled")
    return True
