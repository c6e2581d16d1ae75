"""Which bodies somebody answers for: their own, and all below those of a street or the district."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from communities.choices import BodyKind
from communities.models import Area, Body, InspectionFinding
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Oversight:
    """What one person oversees.

    Attributes:
        is_whole: the whole district.
        streets: the streets, with all communities in them.
        bodies: keys of the bodies that they work for.
    """

    is_whole: bool = False
    streets: tuple[Area, ...] = ()
    bodies: frozenset[int] = field(default=frozenset())

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.bodies)

    @property
    def is_above(self) -> bool:
        """Whether they answer for others than those they work for."""
        return self.is_whole or bool(self.streets)

    def condition(self, *, area: str, body: str) -> Q:
        """Return the condition on rows that belong to an area and a body, by the names of those keys."""
        if self.is_whole:
            return Q()
        if not self.bodies:
            return Q(pk__in=[])
        # What lies in a street's communities is the street's to see; a department's is its own.
        wanted = Q(**{f"{body}__in": self.bodies})
        for street in self.streets:
            wanted |= Q(**{f"{area}__path__startswith": street.path})
        return wanted

    def bodies_below(self) -> "Iterable[Body]":
        """Return the current bodies that they oversee and do not work for, by area. One query."""
        rows = Body.objects.filter(ended_on__isnull=True).select_related("area", "area__parent")
        rows = rows.filter(self.condition(area="area", body="pk"))
        return rows if self.is_whole else rows.exclude(pk__in=self.bodies)

    def covers(self, *, area: Area, body_id: int | None) -> bool:
        """Return whether something that belongs to `area` and a body is theirs to see."""
        if self.is_whole or (body_id is not None and body_id in self.bodies):
            return True
        return any(area.path.startswith(street.path) for street in self.streets)


def oversight_of(user: "User | AnonymousUser") -> Oversight:
    """Return what `user` oversees by their memberships: nothing for residents, everything for the
    district."""
    if has_right(user, Right.MANAGE_DISTRICT):
        bodies = standing_of(user).bodies_with(Right.WRITE_PAGES)
        return Oversight(is_whole=True, bodies=frozenset(body.pk for body in bodies))
    bodies = standing_of(user).bodies_with(Right.WRITE_PAGES)
    return Oversight(
        streets=tuple(body.area for body in bodies if body.kind == BodyKind.STREET_OFFICE),
        bodies=frozenset(body.pk for body in bodies),
    )


def can_see_finding(user: "User | AnonymousUser", finding: InspectionFinding | None = None) -> bool:
    """Return whether `user` sees this finding; with None, whether they see any. Twin of
    `InspectionFindingQuerySet.visible_to`.
    """
    oversight = oversight_of(user)
    if finding is None:
        return bool(oversight)
    return oversight.covers(area=finding.area, body_id=finding.body_id)
