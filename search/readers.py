"""Whom an answer is for: what documents say of their readers, and what a person's standing says."""

from typing import TYPE_CHECKING

from cms_pages.notices.permissions import reading_bodies
from cms_pages.notices.recipients import receiving_area_ids

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Superusers see what is somebody's.
ALL = "all"


def body_reader(pk: int) -> str:
    """Return the name of the officials of a body."""
    return f"body:{pk}"


def area_reader(pk: int) -> str:
    """Return the name of the officials whom notices to the committees of an area reach."""
    return f"area:{pk}"


def readers_of(user: "User | AnonymousUser") -> frozenset[str]:
    """Return the names that `user` reads under, beside everybody's; none for a visitor or a resident."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return frozenset({ALL})
    bodies = reading_bodies(user)
    return frozenset(
        {*(body_reader(body.pk) for body in bodies), *(area_reader(pk) for pk in receiving_area_ids(bodies))}
    )
