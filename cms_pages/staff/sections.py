"""The block “工作人员信息” of `/me/`, for whoever works in a committee or street office."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import sections
from accounts.requests import SignedInRequest
from cms_pages.choices import StaffField
from cms_pages.models import StaffConsent
from cms_pages.staff.permissions import STAFF_ROLES
from communities.models import Membership


def own_cards(request: SignedInRequest) -> dict[str, Any] | None:
    """Return the person's offices with what of them is shown; None where there are none."""
    offices = list(
        Membership.objects.current(today=timezone.localdate())
        .filter(user=request.user.pk, role__in=STAFF_ROLES)
        .select_related("body__area")
        .order_by("pk")
    )
    if not offices:
        return None
    shown: dict[int, list[str]] = {}
    consents = StaffConsent.objects.filter(card__membership__in=offices, withdrawn_at__isnull=True)
    for membership_id, field in consents.values_list("card__membership_id", "field"):
        shown.setdefault(membership_id, []).append(str(StaffField(field).label))
    return {
        "rows": [
            {
                "office": f"{office.body} · {office.get_role_display()}",
                "shown": "、".join(shown.get(office.pk, [])) or _("什么都没有公开"),
                "url": reverse("staff-card", args=[office.pk]),
            }
            for office in offices
        ]
    }


sections.registry.register("staff")(
    sections.Section(template="cms_pages/staff/section.html", context=own_cards, position=40)
)
