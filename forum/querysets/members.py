"""Reads of members."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from forum.models import Member  # noqa: F401


class MemberQuerySet(models.QuerySet["Member"]):
    """Members of the forum."""

    def findable(self) -> "MemberQuerySet":
        """Return those whom everybody may find by their nickname: they let it, have one, and are no
        minors.
        """
        return self.filter(is_findable=True, user__is_active=True, user__is_minor=False).exclude(
            user__nickname=""
        )
