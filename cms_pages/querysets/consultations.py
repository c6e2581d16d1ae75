"""Reads of consultations and of opinions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms_pages.choices import ConsultationState, OpinionDisplay, OpinionState
from communities.models import Area

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import Opinion  # noqa: F401

_HEAVY = ("content", "search_text", "questions", "outcome_points")


class ConsultationQuerySet(PageQuerySet):
    """Consultations. What a visitor may see is always asked through `listed_for`."""

    def listed_for(self, area: Area) -> "ConsultationQuerySet":
        """Return the published consultations that concern `area`: its own, those above it and those below it,
        the newest first.
        """
        return (
            self.live()
            .filter(Q(area__in=area.ancestor_ids) | Q(area__path__startswith=area.path))
            .select_related("area", "body_owner", "care")
            .defer(*_HEAVY)
            .newest_first()
        )

    def newest_first(self) -> "ConsultationQuerySet":
        """Return them in the order of every list."""
        return self.order_by("-listed_from", "-pk")

    def in_state(self, state: ConsultationState, now: datetime) -> "ConsultationQuerySet":
        """Return those that are in `state` at `now`. Twin of `ConsultationPage.state_at`."""
        if state == ConsultationState.OUTCOME:
            return self.exclude(outcome_summary="")
        rows = self.filter(outcome_summary="")
        if state == ConsultationState.CLOSED:
            return rows.filter(closes_at__lte=now)
        rows = rows.filter(closes_at__gt=now)
        if state == ConsultationState.COMING:
            return rows.filter(opens_at__gt=now)
        return rows.filter(Q(opens_at__isnull=True) | Q(opens_at__lte=now))

    def not_ended(self, now: datetime) -> "ConsultationQuerySet":
        """Return those that are open or coming at `now`, whose end is nearest, first."""
        return self.filter(closes_at__gt=now).order_by("closes_at", "pk")

    def without_outcome_due_by(self, day: date) -> "ConsultationQuerySet":
        """Return the published ones whose outcome is due by `day` and not published, the oldest first."""
        return (
            self.live()
            .filter(outcome_summary="", care__outcome_due_on__lte=day)
            .order_by("care__outcome_due_on", "pk")
        )

    def matching_words(self, words: str) -> "ConsultationQuerySet":
        """Return those that contain every one of the words (split at white space)."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(search_text__icontains=word)
            )
        return rows

    def managed_by(self, user: "User | AnonymousUser") -> "ConsultationQuerySet":
        """Return those that `user` answers for: officials of the publisher."""
        from cms_pages.consultations.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(body_owner__in=publishing_bodies(user))

    def visible_to(self, user: "User | AnonymousUser") -> "ConsultationQuerySet":
        """Return those that `user` may read. Twin of `cms_pages.consultations.permissions.can_see`."""
        from cms_pages.consultations.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(Q(live=True) | Q(body_owner__in=publishing_bodies(user)))


ConsultationManager = PageManager.from_queryset(ConsultationQuerySet)


class OpinionQuerySet(QuerySet["Opinion"]):
    """Opinions, the newest first."""

    def pending(self) -> "OpinionQuerySet":
        """Return those that wait for a decision, the oldest first."""
        return self.filter(state=OpinionState.PENDING).order_by("said_at", "pk")

    def shown(self) -> "OpinionQuerySet":
        """Return those that everybody may read, the newest first."""
        return (
            self.filter(state=OpinionState.PUBLISHED)
            .exclude(consultation__display=OpinionDisplay.NEVER)
            .order_by("-pk")
        )

    def managed_by(self, user: "User | AnonymousUser") -> "OpinionQuerySet":
        """Return those that `user` decides on: of consultations of their bodies."""
        from cms_pages.consultations.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(consultation__body_owner__in=publishing_bodies(user))

    def visible_to(self, user: "User | AnonymousUser") -> "OpinionQuerySet":
        """Return those that `user` may read. Twin of
        `cms_pages.consultations.permissions.can_see_opinion`.
        """
        from cms_pages.consultations.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        shown = Q(state=OpinionState.PUBLISHED, consultation__live=True)
        shown &= ~Q(consultation__display=OpinionDisplay.NEVER)
        shown |= Q(consultation__body_owner__in=publishing_bodies(user))
        if user.is_authenticated:
            shown |= Q(author=user.pk)
        return self.filter(shown)
