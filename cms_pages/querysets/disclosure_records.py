"""Reads of checks, masks and objections of disclosures."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cms_pages.choices import CheckState
from communities.choices import AreaState
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import DisclosureCheck, DisclosureMask, DisclosureObjection  # noqa: F401

    Person = User | AnonymousUser


def _looked_after(user: "Person") -> Q:
    """Return the condition under which a disclosure is of the user's committee, or of one that they look
    after.
    """
    from disclosure.permissions import disclosing_bodies, overseen_areas

    if has_right(user, Right.MANAGE_DISTRICT):
        return ~Q(pk__in=[])
    mine = Q(page__body_owner__in=[body.pk for body in disclosing_bodies(user)])
    for area in overseen_areas(user):
        mine |= Q(page__area__path__startswith=area.path)
    return mine


class DisclosureCheckQuerySet(QuerySet["DisclosureCheck"]):
    """Checks, the newest submission first."""

    def waiting(self) -> "DisclosureCheckQuerySet":
        """Return those that nobody has decided, the oldest first."""
        return self.filter(state=CheckState.WAITING).order_by("submitted_at", "pk")

    def passed(self) -> "DisclosureCheckQuerySet":
        """Return those that were let pass."""
        return self.filter(state=CheckState.PASSED)

    def returned(self) -> "DisclosureCheckQuerySet":
        """Return those that were sent back."""
        return self.filter(state=CheckState.RETURNED)

    def for_supervisor(self, user: "Person") -> "DisclosureCheckQuerySet":
        """Return the checks of the committees that `user` supervises."""
        bodies = standing_of(user).bodies_with(Right.CHECK_DISCLOSURES)
        return self.filter(page__body_owner__in=[body.pk for body in bodies])


class DisclosureMaskQuerySet(QuerySet["DisclosureMask"]):
    """Masks, the newest first."""

    def in_force(self) -> "DisclosureMaskQuerySet":
        """Return those that were not lifted."""
        return self.filter(lifted_at__isnull=True)

    def visible_to(self, user: "Person") -> "DisclosureMaskQuerySet":
        """Return the masks that `user` finds in the workbench. Twin of
        `disclosures.permissions.can_see_mask`.
        """
        return self.filter(_looked_after(user))


class DisclosureObjectionQuerySet(QuerySet["DisclosureObjection"]):
    """Objections, the newest first."""

    def unanswered(self) -> "DisclosureObjectionQuerySet":
        """Return those that wait for an answer, the oldest first."""
        return self.filter(answered_at__isnull=True).order_by("raised_at", "pk")

    def answered(self) -> "DisclosureObjectionQuerySet":
        """Return those that have an answer."""
        return self.filter(answered_at__isnull=False)

    def overdue(self, *, today: date) -> "DisclosureObjectionQuerySet":
        """Return those whose time for an answer is over."""
        return self.unanswered().filter(due_on__lt=today)

    def of_active_areas(self) -> "DisclosureObjectionQuerySet":
        """Return those of communities that were not abolished."""
        return self.filter(page__area__state=AreaState.ACTIVE)

    def visible_to(self, user: "Person") -> "DisclosureObjectionQuerySet":
        """Return the objections that `user` finds in the workbench. Twin of
        `permissions.can_see_objection`.
        """
        return self.filter(_looked_after(user))
