"""This app's personal data: the searches that a member keeps."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from search.models import SavedSearch


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the searches that the person keeps."""
    rows = SavedSearch.objects.filter(user_id=user.pk)
    return {
        "saved_searches": [
            {"name": row.name, "address": row.address, "created_at": row.created_at.isoformat()}
            for row in rows
        ]
    }


def erase(user: AbstractUser) -> None:
    """Delete them."""
    SavedSearch.objects.filter(user_id=user.pk).delete()


registry.register("search")(Holding(export=export, erase=erase, models=frozenset({"search.savedsearch"})))
