"""The block “待我审核” of `/me/`, for supervisors."""

from typing import Any

from django.urls import reverse

from accounts import sections
from accounts.requests import SignedInRequest
from cms_pages.models import DisclosureCheck
from communities.permissions import standing_of
from communities.roles import Right


def waiting_checks(request: SignedInRequest) -> dict[str, Any] | None:
    """Return how much waits for the person; None for whoever is no supervisor."""
    if not standing_of(request.user).has(Right.CHECK_DISCLOSURES):
        return None
    return {
        "count": DisclosureCheck.objects.waiting().for_supervisor(request.user).count(),
        "url": reverse("disclosure-checks"),
    }


sections.registry.register("disclosure-checks")(
    sections.Section(
        template="cms_pages/disclosures/checks_section.html", context=waiting_checks, position=10
    )
)
