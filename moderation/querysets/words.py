"""Reads of screened words."""

from typing import TYPE_CHECKING

from django.db import models

from communities.permissions import has_right
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from moderation.models import ScreenedWord  # noqa: F401


class ScreenedWordQuerySet(models.QuerySet["ScreenedWord"]):
    """Screened words, by their normal form."""

    def visible_to(self, user: "User | AnonymousUser") -> "ScreenedWordQuerySet":
        """Return the list for whoever keeps it, else nothing. Twin of `can_keep_words`."""
        return self.all() if has_right(user, Right.MANAGE_DISTRICT) else self.none()
