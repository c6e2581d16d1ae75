"""Reads of what is often asked, and of members' searches."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Sum

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from search.models import SavedSearch, TermCount  # noqa: F401

# What fewer people asked might tell who asked it.
ASKED_AT_LEAST: Final = 5
COUNTED_DAYS: Final = 30


class TermCountQuerySet(models.QuerySet["TermCount"]):
    """Counts of words, newest day first."""

    def popular(self, *, today: date, most: int) -> list[str]:
        """Return what was asked most often in the last thirty days and has results."""
        rows = (
            self.filter(day__gt=today - timedelta(days=COUNTED_DAYS), found__gt=0)
            .order_by()
            .values("term")
            .annotate(total=Sum("count"))
            .filter(total__gte=ASKED_AT_LEAST)
            .order_by("-total", "term")
        )
        return [row["term"] for row in rows[:most]]


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Members' searches, newest first."""

    def visible_to(self, user: "User | AnonymousUser") -> "SavedSearchQuerySet":
        """Return the searches that `user` keeps: everybody's own. Twin of `search.permissions.can_see`."""
        return self.filter(user=user) if user.is_authenticated else self.none()
