"""The block “我负责的服务” of `/me/`, for contacts of units that provide services."""

from typing import Any

from accounts import sections
from accounts.requests import SignedInRequest
from cms_pages.choices import ProposalState
from cms_pages.models import ServicePage, ServiceProposal
from cms_pages.services.permissions import proposing_bodies


def provided_services(request: SignedInRequest) -> dict[str, Any] | None:
    """Return the services that the person speaks for, with what waits; None for everybody else."""
    bodies = proposing_bodies(request.user)
    if not bodies:
        return None
    services = list(
        ServicePage.objects.everybodys()
        .filter(provider__in=bodies)
        .defer("description", "pictures", "search_text")
        .order_by("sort_key", "pk")
    )
    waiting = set(
        ServiceProposal.objects.filter(service__in=services, state=ProposalState.WAITING).values_list(
            "service_id", flat=True
        )
    )
    return {
        "bodies": bodies,
        "rows": [
            {"service": service, "url": service.get_url(request), "waits": service.pk in waiting}
            for service in services
        ],
    }


sections.registry.register("services")(
    sections.Section(template="cms_pages/services/section.html", context=provided_services, position=30)
)
