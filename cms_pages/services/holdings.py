"""What services hold of a person: their ratings, and what they proposed for a unit."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from cms_pages.models import ServiceCare, ServiceProposal, ServiceRating


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's ratings and proposals."""
    ratings = ServiceRating.objects.filter(author_id=user.pk).select_related("service").order_by("pk")
    proposals = ServiceProposal.objects.filter(author_id=user.pk).select_related("service").order_by("pk")
    return {
        "service_ratings": [
            {
                "service": rating.service.title,
                "stars": rating.stars,
                "comment": rating.comment,
                "said_at": rating.said_at.isoformat(),
                "state": rating.state,
            }
            for rating in ratings
        ],
        "service_proposals": [
            {
                "service": proposal.service.title,
                "note": proposal.note,
                "proposed_at": proposal.proposed_at.isoformat(),
                "state": proposal.state,
            }
            for proposal in proposals
        ],
    }


def erase(user: AbstractUser) -> None:
    """Delete the person's ratings; what was done in the name of a body stays, without their name."""
    ServiceRating.objects.filter(author_id=user.pk).delete()
    ServiceRating.objects.filter(decided_by_id=user.pk).update(decided_by=None)
    ServiceProposal.objects.filter(author_id=user.pk).update(author=None)
    ServiceProposal.objects.filter(decided_by_id=user.pk).update(decided_by=None)
    ServiceCare.objects.filter(assured_by_id=user.pk).update(assured_by=None)


registry.register("services")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset({"cms_pages.servicerating", "cms_pages.serviceproposal", "cms_pages.servicecare"}),
    )
)
