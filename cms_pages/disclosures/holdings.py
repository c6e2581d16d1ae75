"""What disclosures hold of a person: their objections, and what they did in an office."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from cms_pages.models import DisclosureCheck, DisclosureMask, DisclosureObjection


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's objections, and the checks that they decided."""
    objections = DisclosureObjection.objects.filter(author_id=user.pk).select_related("page").order_by("pk")
    checks = DisclosureCheck.objects.filter(decided_by_id=user.pk).select_related("page").order_by("pk")
    return {
        "disclosure_objections": [
            {
                "disclosure": objection.page.title,
                "text": objection.text,
                "raised_at": objection.raised_at.isoformat(),
                "answer": objection.answer,
            }
            for objection in objections
        ],
        "disclosure_checks": [
            {
                "disclosure": check.page.title,
                "state": check.state,
                "decided_at": check.decided_at.isoformat() if check.decided_at else None,
            }
            for check in checks
        ],
    }


def erase(user: AbstractUser) -> None:
    """Take the person's name off; an objection is part of the public record and stays without its author,
    a check stays with the office alone.
    """
    DisclosureObjection.objects.filter(author_id=user.pk).update(author=None)
    DisclosureObjection.objects.filter(answered_by_id=user.pk).update(answered_by=None)
    DisclosureCheck.objects.filter(decided_by_id=user.pk).update(decided_by=None, decided_by_name="")
    DisclosureCheck.objects.filter(submitted_by_id=user.pk).update(submitted_by=None)
    DisclosureMask.objects.filter(masked_by_id=user.pk).update(masked_by=None)
    DisclosureMask.objects.filter(lifted_by_id=user.pk).update(lifted_by=None)


registry.register("disclosures")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset(
            {"cms_pages.disclosurecheck", "cms_pages.disclosuremask", "cms_pages.disclosureobjection"}
        ),
    )
)
