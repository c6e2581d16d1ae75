"""Reads of who does what."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import StaffDuty  # noqa: F401
    from communities.models import Body


class StaffDutyQuerySet(QuerySet["StaffDuty"]):
    """Duties, by body and position."""

    def shown_for(self, body: "Body", *, today: date) -> "StaffDutyQuerySet":
        """Return the duties of `body` with what the staff page says of each; three queries."""
        return self.filter(body=body)._with_people(today)

    def shown_for_all(self, bodies: "Iterable[Body]", *, today: date) -> "StaffDutyQuerySet":
        """Return the duties of several bodies as `shown_for` does; three queries."""
        return self.filter(body__in=list(bodies))._with_people(today)

    def responsible_for(self, places: Iterable[int], *, today: date) -> "StaffDutyQuerySet":
        """Return the duties to which one of those grids or estates belongs."""
        return self.filter(places__in=set(places))._with_people(today).distinct()

    def visible_to(self, user: "User | AnonymousUser") -> "StaffDutyQuerySet":
        """Return those that `user` finds in the register. Twin of `cms_pages.staff.permissions.can_edit`."""
        from cms_pages.staff.permissions import STAFFED_KINDS
        from communities.permissions import has_right, standing_of
        from communities.roles import Right

        if has_right(user, Right.MANAGE_DISTRICT):
            return self.all()
        bodies = standing_of(user).bodies_with(Right.EDIT_PROFILE)
        return self.filter(body__in=[body.pk for body in bodies if body.kind in STAFFED_KINDS])

    def _with_people(self, today: date) -> "StaffDutyQuerySet":
        from cms_pages.models import StaffConsent
        from communities.models import Area, Membership

        consents = StaffConsent.objects.filter(withdrawn_at__isnull=True)
        members = (
            Membership.objects.current(today=today)
            .filter(user__is_active=True)
            .select_related("staff_card__photo")
            .prefetch_related(Prefetch("staff_card__consents", queryset=consents))
        )
        return self.select_related("body").prefetch_related(
            Prefetch("member", queryset=members),
            Prefetch("places", queryset=Area.objects.active().order_by("level", "name", "pk")),
        )
