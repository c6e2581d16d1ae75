"""Taking back a category that nothing uses."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from communities.models import Category
from events.record import record


def remove_category(*, actor: AbstractUser | None, category: Category, now: datetime) -> None:
    """Delete `category`.

    Args:
        actor: who does it.
        category: the category.
        now: the present moment.

    Raises:
        ValidationError: something is filed under it.
    """
    try:
        with transaction.atomic():
            record(
                actor=actor,
                verb="category.removed",
                instance=category,
                changes={"name": [category.name, None]},
                is_tombstone=True,
            )
            category.delete()
    except ProtectedError:
        raise ValidationError(_("“%s”下面还有内容，不能删除。") % category) from None
