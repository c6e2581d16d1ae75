"""Who may do what, asked of memberships. Every other check delegates to this module."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from communities.choices import Role
from communities.models import Body, Membership
from communities.roles import ROLE_RIGHTS, Right, roles_with

if TYPE_CHECKING:
    from accounts.models import User

_CACHE = "_communities_standing"


@dataclass(frozen=True)
class Standing:
    """A person's current memberships, read once a request and kept on the user object."""

    memberships: tuple[Membership, ...] = field(default=())

    def bodies_with(self, right: Right) -> list[Body]:
        """Return the bodies within which the person has `right`, each once."""
        found = {m.body_id: m.body for m in self.memberships if right in ROLE_RIGHTS[Role(m.role)]}
        return list(found.values())

    def has(self, right: Right, body_id: int | None = None) -> bool:
        """Return whether the person has `right` in the body with that key, or in any."""
        return any(
            right in ROLE_RIGHTS[Role(m.role)] and (body_id is None or m.body_id == body_id)
            for m in self.memberships
        )


def standing_of(user: "User | AnonymousUser") -> Standing:
    """Return the standing of `user`; a visitor's and an inactive person's is empty. One query a user
    object.
    """
    if not user.is_authenticated or not user.is_active:
        return Standing()
    cached = getattr(user, _CACHE, None)
    if cached is None:
        rows = (
            Membership.objects.filter(user=user)
            .current(today=timezone.localdate())
            .select_related("body", "body__area")
        )
        cached = Standing(memberships=tuple(rows))
        setattr(user, _CACHE, cached)
    return cached


def has_right(user: "User | AnonymousUser", right: Right, body: Body | None = None) -> bool:
    """Return whether `user` has `right` in `body` (in any body where it is None). Superusers have every
    right.
    """
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    return standing_of(user).has(right, body.pk if body is not None else None)


def people_with(right: Right) -> "QuerySet[User]":
    """Return the active people who have `right` in some body today, superusers among them."""
    memberships = Membership.objects.current(today=timezone.localdate()).filter(role__in=roles_with(right))
    return get_user_model().objects.filter(
        Q(is_superuser=True) | Q(pk__in=memberships.values("user")), is_active=True
    )
