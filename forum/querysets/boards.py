"""Reads of boards."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from communities.permissions import standing_of
from communities.roles import Right
from forum.choices import Audience

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from forum.models import Board  # noqa: F401


class BoardQuerySet(models.QuerySet["Board"]):
    """Boards, by area and position."""

    def main(self) -> "BoardQuerySet":
        """Return the main board of each area."""
        return self.filter(parent__isnull=True)

    def visible_to(self, user: "User | AnonymousUser") -> "BoardQuerySet":
        """Return the boards that `user` reads. Twin of `forum.permissions.can_read`."""
        return self.filter(readable_by(user))

    def with_wishes_of(self, user: "User | AnonymousUser") -> "BoardQuerySet":
        """Add `watch_level` of a member, None where there is none."""
        from forum.models import Watch

        if not user.is_authenticated:
            return self
        watch = Watch.objects.filter(board=OuterRef("pk"), user=user.pk).values("level")
        return self.annotate(watch_level=Subquery(watch[:1]))


def readable_by(user: "User | AnonymousUser", prefix: str = "") -> Q:
    """Return the condition under which `user` reads the board at `prefix` (“board__”)."""
    shown = Q(**{f"{prefix}read_by": Audience.EVERYBODY})
    if not user.is_authenticated or not user.is_active:
        return shown
    if user.is_superuser:
        return Q()
    shown |= Q(**{f"{prefix}read_by": Audience.MEMBERS})
    standing = standing_of(user)
    if standing.has(Right.ENTER_WORKBENCH):
        shown |= Q(**{f"{prefix}read_by": Audience.OFFICIALS})
    for body in standing.bodies_with(Right.POST):
        # Whoever lives or works within the board's area: the board's area is one of those above theirs.
        shown |= Q(**{f"{prefix}read_by": Audience.RESIDENTS, f"{prefix}area__in": body.area.ancestor_ids})
    for body in standing.bodies_with(Right.MODERATE):
        shown |= Q(**{f"{prefix}area__path__startswith": body.area.path})
    return shown
