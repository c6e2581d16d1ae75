"""Reads of areas, bodies and memberships."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from communities.choices import FAILING_STATES, LEVELS_WITH_PAGES, AreaState, ContactKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from communities.models import (  # noqa: F401
        Area,
        AssistedSession,
        Body,
        ContactFact,
        InspectionFinding,
        Membership,
    )


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, by official code."""

    def active(self) -> "AreaQuerySet":
        """Return the areas that were not abolished."""
        return self.filter(state=AreaState.ACTIVE)

    def with_pages(self) -> "AreaQuerySet":
        """Return district, streets and communities."""
        return self.filter(level__in=LEVELS_WITH_PAGES)

    def within(self, area: "Area") -> "AreaQuerySet":
        """Return `area` and all that lies below it."""
        return self.filter(path__startswith=area.path)

    def siblings_of(self, area: "Area") -> "AreaQuerySet":
        """Return the other areas below the same parent."""
        return self.filter(parent=area.parent_id).exclude(pk=area.pk)

    def ancestors_of(self, area: "Area") -> "AreaQuerySet":
        """Return the district, the street … down to `area` itself, the widest first."""
        return self.filter(pk__in=area.ancestor_ids).order_by("path")


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies, by area."""

    def current(self, *, today: date) -> "BodyQuerySet":
        """Return the bodies that still exist on `today`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by body."""

    def current(self, *, today: date) -> "MembershipQuerySet":
        """Return the memberships that hold on `today`, in bodies that still exist."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            Q(body__ended_on__isnull=True) | Q(body__ended_on__gt=today),
            valid_from__lte=today,
        )


class ContactFactQuerySet(models.QuerySet["ContactFact"]):
    """Contact facts, by body and position."""

    def public(self) -> "ContactFactQuerySet":
        """Return the facts that everybody may see."""
        return self.filter(is_public=True)

    def phones(self) -> "ContactFactQuerySet":
        """Return what can be called: phones and hotlines."""
        return self.filter(kind__in=(ContactKind.PHONE, ContactKind.HOTLINE))


class InspectionFindingQuerySet(models.QuerySet["InspectionFinding"]):
    """What the inspection found, by area."""

    def failing(self) -> "InspectionFindingQuerySet":
        """Return what counts against the site; warnings are left out."""
        return self.filter(state__in=FAILING_STATES)

    def visible_to(self, user: "User | AnonymousUser") -> "InspectionFindingQuerySet":
        """Return the findings of the bodies that `user` works for, and of those below them. Twin of
        `communities.oversight.can_see_finding`.
        """
        from communities.oversight import oversight_of

        return self.filter(oversight_of(user).condition(area="area", body="body"))


class AssistedSessionQuerySet(models.QuerySet["AssistedSession"]):
    """Sessions in which officials acted for residents, the newest first."""

    def open(self) -> "AssistedSessionQuerySet":
        """Return those that nobody has ended; one whose time is over may be among them for a minute."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: "User | AnonymousUser") -> "AssistedSessionQuerySet":
        """Return those of the desks at which `user` acts for residents."""
        from communities.permissions import standing_of
        from communities.roles import Right

        return self.filter(body__in=standing_of(user).bodies_with(Right.ASSIST))
