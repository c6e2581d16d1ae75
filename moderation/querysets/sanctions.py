"""Reads of sanctions and appeals."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from moderation.choices import AppealState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from moderation.models import Appeal, Sanction  # noqa: F401


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Sanctions, the newest first."""

    def in_force(self, *, now: datetime) -> "SanctionQuerySet":
        """Return those that hold at `now`."""
        return self.filter(starts_at__lte=now, ends_at__gt=now, lifted_at__isnull=True)

    def visible_to(self, user: "User | AnonymousUser") -> "SanctionQuerySet":
        """Return those of bodies that `user` moderates. Twin of `moderation.permissions.can_see_sanction`."""
        from moderation.permissions import moderated_bodies

        return self.filter(body__in=moderated_bodies(user))


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, what is due first, first."""

    def waiting(self) -> "AppealQuerySet":
        """Return those without an answer."""
        return self.filter(state=AppealState.WAITING)

    def visible_to(self, user: "User | AnonymousUser") -> "AppealQuerySet":
        """Return the user's own, and those of bodies that they moderate. Twin of `can_see_appeal`."""
        from moderation.permissions import moderated_bodies

        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(appellant=user.pk) | Q(body__in=moderated_bodies(user)))

    def decidable_by(self, user: "User | AnonymousUser") -> "AppealQuerySet":
        """Return those that wait and were not decided by `user` before. Twin of `can_decide_appeal`."""
        from moderation.permissions import moderated_bodies

        if not user.is_authenticated:
            return self.none()
        mine = self.waiting().filter(body__in=moderated_bodies(user))
        return mine.exclude(against=user.pk).exclude(appellant=user.pk)
