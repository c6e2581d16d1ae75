"""Reads of how often forms were sent."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from cms_pages.models import SubmissionCount  # noqa: F401


class SubmissionCountQuerySet(QuerySet["SubmissionCount"]):
    """Counts by purpose, sender and window."""

    def over(self, now: datetime) -> "SubmissionCountQuerySet":
        """Return those whose window has ended, which limit nobody any more."""
        return self.filter(window_ends__lte=now)
