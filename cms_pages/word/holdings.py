"""What documents on their way to a draft hold of a person: that they read them in."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from cms_pages.models import WordImport


def export(user: AbstractUser) -> dict[str, Any]:
    """Return which documents the person has read in."""
    rows = WordImport.objects.filter(owner_id=user.pk).order_by("pk")
    return {
        "word_imports": [
            {"file": row.file_name, "kind": row.kind, "read_at": row.read_at.isoformat()} for row in rows
        ]
    }


def erase(user: AbstractUser) -> None:
    """Delete what was read; the drafts are the body's."""
    WordImport.objects.filter(owner_id=user.pk).delete()


registry.register("word_imports")(
    Holding(export=export, erase=erase, models=frozenset({"cms_pages.wordimport"}))
)
