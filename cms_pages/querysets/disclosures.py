"""Reads of disclosures."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from communities.models import Area
from communities.permissions import has_right
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# When it became public; a correction does not move it. `pk` decides between two of one moment.
NEWEST_FIRST = ("-first_published_at", "-pk")


class DisclosureQuerySet(PageQuerySet):
    """Disclosures. What a visitor may see is always asked through `everybodys`."""

    def everybodys(self) -> "DisclosureQuerySet":
        """Return the disclosures that everybody may see."""
        return self.live().public()

    def within(self, area: Area) -> "DisclosureQuerySet":
        """Return the disclosures of the committees in `area`."""
        return self.filter(area__path__startswith=area.path)

    def listed_for(self, area: Area) -> "DisclosureQuerySet":
        """Return the list of `area`, the newest first, with what its rows need."""
        return (
            self.everybodys()
            .within(area)
            .select_related("area", "body_owner", "duty__item", "duty__body__area")
            .defer("content", "search_description")
            .order_by(*NEWEST_FIRST)
        )

    def in_year(self, year: int) -> "DisclosureQuerySet":
        """Return the disclosures about a period that ends in `year`."""
        return self.filter(duty__ends_on__gte=date(year, 1, 1), duty__ends_on__lte=date(year, 12, 31))

    def visible_to(self, user: "User | AnonymousUser") -> "DisclosureQuerySet":
        """Return the disclosures that `user` may see. Twin of `disclosures.permissions.can_see`."""
        from disclosure.permissions import disclosing_bodies, overseen_areas

        if has_right(user, Right.MANAGE_DISTRICT):
            return self.all()
        shown = Q(live=True) | Q(body_owner__in=[body.pk for body in disclosing_bodies(user)])
        for area in overseen_areas(user):
            shown |= Q(area__path__startswith=area.path, first_published_at__isnull=False)
        return self.filter(shown)

    def looked_after_by(self, user: "User | AnonymousUser") -> "DisclosureQuerySet":
        """Return the disclosures that were public and in which `user` masks: of their committee, or of one
        that they look after. Twin of `disclosures.permissions.can_mask`.
        """
        from disclosure.permissions import disclosing_bodies, overseen_areas

        public = self.filter(first_published_at__isnull=False)
        if has_right(user, Right.MANAGE_DISTRICT):
            return public
        mine = Q(body_owner__in=[body.pk for body in disclosing_bodies(user)])
        for area in overseen_areas(user):
            mine |= Q(area__path__startswith=area.path)
        return public.filter(mine)


DisclosureManager = PageManager.from_queryset(DisclosureQuerySet)
