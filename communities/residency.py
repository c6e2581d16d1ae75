"""Where residents meet their memberships: the block “我的社区” of `/me/`."""

from typing import Any

from django.utils import timezone

from accounts import sections
from accounts.requests import SignedInRequest
from communities.actions.join_community import MOST
from communities.choices import Role
from communities.models import Membership


def my_communities(request: SignedInRequest) -> dict[str, Any]:
    """Return where the request's user is a resident, and what offices they hold."""
    memberships = (
        Membership.objects.current(today=timezone.localdate())
        .filter(user=request.user)
        .select_related("body__area__page", "body__area__parent")
        .order_by("body__area__code", "role", "pk")
    )
    homes = [membership for membership in memberships if membership.role == Role.RESIDENT]
    return {
        "homes": homes,
        "offices": [membership for membership in memberships if membership.role != Role.RESIDENT],
        "may_join": len(homes) < MOST,
    }


def register() -> None:
    """Fill the registry of the layer below."""
    sections.registry.register("communities")(
        sections.Section(template="communities/residency/section.html", context=my_communities, position=20)
    )
