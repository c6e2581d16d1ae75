"""What consultations hold of a person: their opinions, and those they decided on."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from accounts.personal_data import Holding, registry
from cms_pages.choices import OpinionState
from cms_pages.models import Opinion


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's opinions."""
    rows = Opinion.objects.filter(author_id=user.pk).select_related("consultation").order_by("pk")
    return {
        "opinions": [
            {
                "consultation": row.consultation.title,
                "text": row.text,
                "answers": row.answers,
                "said_at": row.said_at.isoformat(),
                "state": row.state,
            }
            for row in rows
        ]
    }


def erase(user: AbstractUser) -> None:
    """Delete what the person said where it is still open. What belongs to an ended consultation stays, so
    that its numbers hold, without the person, and is shown to nobody.
    """
    own = Opinion.objects.filter(author_id=user.pk)
    own.filter(consultation__closes_at__gt=timezone.now()).delete()
    own.update(author=None, text="", state=OpinionState.RECEIVED, reason="")
    Opinion.objects.filter(decided_by_id=user.pk).update(decided_by=None)


registry.register("consultations")(
    Holding(export=export, erase=erase, models=frozenset({"cms_pages.opinion"}))
)
