"""Reads of releases."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from cms_pages.models import NoticeRelease  # noqa: F401


class NoticeReleaseQuerySet(models.QuerySet["NoticeRelease"]):
    """Releases, newest first."""

    def waiting(self) -> "NoticeReleaseQuerySet":
        """Return the releases that have neither happened nor failed."""
        return self.filter(released_at__isnull=True, failed_at__isnull=True)

    def due(self, *, now: datetime) -> "NoticeReleaseQuerySet":
        """Return the releases whose moment has come by `now`."""
        return self.waiting().filter(release_at__lte=now)

    def visible_to(self, user: "User") -> "NoticeReleaseQuerySet":
        """Return the releases of the bodies whose pages `user` may publish."""
        from cms_pages.notices.permissions import publishing_body_ids

        bodies = publishing_body_ids(user)
        return self if bodies is None else self.filter(body_id__in=bodies)
