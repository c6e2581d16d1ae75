"""Adding or changing a category."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.models import Category
from communities.pinyin import slug_base
from events.record import record


def set_category(
    *,
    actor: AbstractUser | None,
    scheme: str,
    name: str,
    position: int,
    now: datetime,
    category: Category | None = None,
) -> Category:
    """Add a category to `scheme`, or change `category`. Its address is read from the first name, and stays.

    Args:
        actor: who does it.
        scheme: the list that it belongs to.
        name: what it is called.
        position: its place in the list.
        now: the present moment.
        category: the category to change; a new one where it is None.

    Raises:
        ValidationError: the scheme has one of that name, or one that reads the same.
    """
    with transaction.atomic():
        row = category or Category(scheme=scheme, slug=slug_base(name.strip()))
        before = (
            {"name": row.name, "position": row.position} if category else {"name": None, "position": None}
        )
        row.name, row.position = name.strip(), position
        row.full_clean()
        row.save()
        changes = {
            field: [old, getattr(row, field)] for field, old in before.items() if old != getattr(row, field)
        }
        if changes:
            record(
                actor=actor,
                verb="category.changed" if category else "category.added",
                instance=row,
                changes=changes,
            )
    return row
