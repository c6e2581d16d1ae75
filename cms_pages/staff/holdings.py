"""What staff pages hold of a person: their cards, and to what they agreed when."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from cms_pages.models import StaffCard, StaffDuty


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's cards with their consents."""
    cards = StaffCard.objects.filter(membership__user_id=user.pk).select_related("membership__body")
    return {
        "staff_cards": [
            {
                "body": card.membership.body.name,
                "name": card.name,
                "phone": card.phone,
                "hours": card.hours,
                "has_photo": card.photo_id is not None,
                "consents": [
                    {
                        "field": consent.field,
                        "given_at": consent.given_at.isoformat(),
                        "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
                    }
                    for consent in card.consents.all()
                ],
            }
            for card in cards.prefetch_related("consents").order_by("pk")
        ]
    }


def erase(user: AbstractUser) -> None:
    """Delete the person's cards and photographs; their duties become vacant."""
    for card in StaffCard.objects.filter(membership__user_id=user.pk).select_related("photo"):
        if card.photo is not None:
            card.photo.delete()
        card.delete()
    StaffDuty.objects.filter(member__user_id=user.pk).update(member=None)


registry.register("staff")(Holding(export=export, erase=erase))
