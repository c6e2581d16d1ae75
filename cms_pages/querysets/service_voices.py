"""Reads of what residents and providers say of services."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Q, QuerySet

from cms_pages.choices import ProposalState, RatingState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import ServiceProposal, ServiceRating  # noqa: F401


class ServiceRatingQuerySet(QuerySet["ServiceRating"]):
    """Ratings, the newest first."""

    def pending(self) -> "ServiceRatingQuerySet":
        """Return those that wait for a decision, the oldest first."""
        return self.filter(state=RatingState.PENDING).order_by("said_at", "pk")

    def published(self) -> "ServiceRatingQuerySet":
        """Return those that everybody may read."""
        return self.filter(state=RatingState.PUBLISHED)

    def averages(self, services: Iterable[int]) -> dict[int, tuple[float, int]]:
        """Return average and number of the published ratings, by key of the service; one query for all."""
        rows = (
            self.published()
            .filter(service__in=list(services))
            .order_by()
            .values("service_id")
            .annotate(average=Avg("stars"), count=Count("pk"))
        )
        return {row["service_id"]: (row["average"], row["count"]) for row in rows}

    def moderated_by(self, user: "User | AnonymousUser") -> "ServiceRatingQuerySet":
        """Return those that `user` decides on: of services that their bodies publish."""
        from cms_pages.services.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(service__body_owner__in=publishing_bodies(user))

    def visible_to(self, user: "User | AnonymousUser") -> "ServiceRatingQuerySet":
        """Return those that `user` may read. Twin of `cms_pages.services.permissions.can_see_rating`."""
        from cms_pages.services.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        shown = Q(state=RatingState.PUBLISHED, service__live=True)
        shown |= Q(service__body_owner__in=publishing_bodies(user))
        if user.is_authenticated:
            shown |= Q(author=user.pk)
        return self.filter(shown)


class ServiceProposalQuerySet(QuerySet["ServiceProposal"]):
    """Proposed changes, the newest first."""

    def waiting(self) -> "ServiceProposalQuerySet":
        """Return those that nobody has decided, the oldest first."""
        return self.filter(state=ProposalState.WAITING).order_by("proposed_at", "pk")

    def decided_by_bodies_of(self, user: "User | AnonymousUser") -> "ServiceProposalQuerySet":
        """Return those that are for `user` to decide: of services that their bodies publish."""
        from cms_pages.services.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(service__body_owner__in=publishing_bodies(user))

    def visible_to(self, user: "User | AnonymousUser") -> "ServiceProposalQuerySet":
        """Return those that `user` may read. Twin of `cms_pages.services.permissions.can_see_proposal`."""
        from cms_pages.services.permissions import proposing_bodies, publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(
            Q(service__body_owner__in=publishing_bodies(user)) | Q(body__in=proposing_bodies(user))
        )
