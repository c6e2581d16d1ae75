"""Reads of documents on their way to a draft."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import WordImport  # noqa: F401


class WordImportQuerySet(models.QuerySet["WordImport"]):
    """Imports, the newest first."""

    def visible_to(self, user: "User | AnonymousUser") -> "WordImportQuerySet":
        """Return what `user` has read in; nobody sees another's. Twin of `word.permissions.can_see`."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def waiting(self) -> "WordImportQuerySet":
        """Return those of which no draft was made."""
        return self.filter(made_at__isnull=True)

    def forgotten_by(self, *, read_before: datetime, made_before: datetime) -> "WordImportQuerySet":
        """Return those that nobody took up, and those whose reports have served."""
        return self.filter(Q(made_at__isnull=True, read_at__lt=read_before) | Q(made_at__lt=made_before))
