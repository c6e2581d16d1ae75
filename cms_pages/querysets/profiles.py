"""Reads of front page profiles."""

from typing import TYPE_CHECKING

from django.db import models

from communities.choices import BodyKind
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import FrontPageProfile  # noqa: F401

# The bodies that an area's front page speaks for; a department has the district's area, but not its front
# page.
SPEAKING_KINDS = frozenset({BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE})


class FrontPageProfileQuerySet(models.QuerySet["FrontPageProfile"]):
    """Profiles, by area."""

    def visible_to(self, user: "User | AnonymousUser") -> "FrontPageProfileQuerySet":
        """Return the profiles that `user` may edit in the workbench. Twin of
        `permissions.can_edit_front_page`.
        """
        if has_right(user, Right.MANAGE_DISTRICT):
            return self
        bodies = standing_of(user).bodies_with(Right.EDIT_PROFILE)
        return self.filter(area__in={body.area_id for body in bodies if body.kind in SPEAKING_KINDS})
