"""Who may do what, asked of memberships. Every other check delegates to this module."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RealName
from communities.choices import BodyKind, Role
from communities.models import Area, Body, ContactFact, Membership, OpeningSchedule
from communities.querysets import BodyQuerySet
from communities.roles import (
    MAY_GRANT,
    MAY_GRANT_IN_UNITS,
    ROLE_BODY_KINDS,
    ROLE_RIGHTS,
    UNIT_KINDS,
    Right,
    roles_with,
)
from communities.words import role_word
from events.models import Event
from events.prepared import Prepared, slot

if TYPE_CHECKING:
    from accounts.models import User

    Person: TypeAlias = User | AnonymousUser

_CACHE = "_communities_standing"
_memberships = Prepared(
    lambda: (
        Membership.objects.filter(user_id=slot("user"))
        .current(today=slot("today", models.DateField))
        .select_related("body", "body__area")
    )
)


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
        cached = Standing(memberships=tuple(_memberships(user=user.pk, today=timezone.localdate())))
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


def can_manage_district(user: "Person", _instance: object = None) -> bool:
    """Return whether `user` keeps what the whole district shares: areas, departments, the calendar,
    categories.
    """
    return has_right(user, Right.MANAGE_DISTRICT)


def can_edit_profile(user: "Person", body: Body | None = None) -> bool:
    """Return whether `user` writes down how `body` (or any) is reached and when it is open."""
    if body is not None and has_right(user, Right.MANAGE_DISTRICT):
        return True
    return has_right(user, Right.EDIT_PROFILE, body)


def can_edit_fact(user: "Person", row: ContactFact | OpeningSchedule | None = None) -> bool:
    """Return whether `user` changes this contact fact or these hours; with None, some."""
    return can_edit_profile(user, row.body if row is not None else None)


def can_change_body(user: "Person", body: Body | None = None) -> bool:
    """Return whether `user` renames or ends `body`. Those that run an area change with the area."""
    keeps = has_right(user, Right.MANAGE_DISTRICT)
    return keeps and (body is None or BodyKind(body.kind) in KEPT_BY_HAND)


KEPT_BY_HAND = frozenset({BodyKind.DEPARTMENT, BodyKind.LOCAL_UNIT, BodyKind.ORGANISATION})


def can_change_area(user: "Person", area: Area | None = None) -> bool:
    """Return whether `user` renames or abolishes `area`, or adds to it."""
    return has_right(user, Right.MANAGE_DISTRICT)


def grantable_roles(user: "Person", body: Body) -> frozenset[Role]:
    """Return the roles that `user` may give somebody in `body`, by the table of roles."""
    kind = BodyKind(body.kind)
    fitting = frozenset(role for role, kinds in ROLE_BODY_KINDS.items() if kind in kinds)
    if user.is_authenticated and user.is_active and user.is_superuser:
        return fitting - {Role.RESIDENT}
    granted: set[Role] = set()
    for membership in standing_of(user).memberships:
        role = Role(membership.role)
        if membership.body_id == body.pk or Right.MANAGE_DISTRICT in ROLE_RIGHTS[role]:
            granted |= MAY_GRANT.get(role, frozenset())
        if body.area.path.startswith(membership.body.area.path):
            granted |= MAY_GRANT_IN_UNITS.get(role, frozenset()) if kind in UNIT_KINDS else frozenset()
    return fitting & granted


def bodies_with_members_kept_by(user: "Person") -> BodyQuerySet:
    """Return the bodies whose members `user` keeps: their own, and the units within its area."""
    current = Body.objects.current(today=timezone.localdate())
    if has_right(user, Right.MANAGE_DISTRICT):
        return current
    own = standing_of(user).bodies_with(Right.MANAGE_MEMBERS)
    wanted = Q(pk__in=[body.pk for body in own])
    for membership in standing_of(user).memberships:
        if Role(membership.role) in MAY_GRANT_IN_UNITS:
            wanted |= Q(kind__in=UNIT_KINDS, area__path__startswith=membership.body.area.path)
    return current.filter(wanted)


def can_manage_members(user: "Person", membership: Membership | None = None) -> bool:
    """Return whether `user` sees this membership in the register of members; with None, whether they see any.

    Where residents live is not in it.
    """
    if membership is None:
        return has_right(user, Right.MANAGE_MEMBERS)
    if membership.role == Role.RESIDENT:
        return False
    return (
        has_right(user, Right.MANAGE_DISTRICT)
        or has_right(user, Right.MANAGE_MEMBERS, membership.body)
        or Role(membership.role) in grantable_roles(user, membership.body)
    )


def can_end_membership(user: "Person", membership: Membership | None = None) -> bool:
    """Return whether `user` takes this office from somebody: only one that they could give."""
    if membership is None:
        return has_right(user, Right.MANAGE_MEMBERS)
    return Role(membership.role) in grantable_roles(user, membership.body)


def check_grant(user: "Person", role: Role, body: Body) -> None:
    """Check that `user` may give `role` in `body`.

    Raises:
        PermissionDenied: they may not; the message says so.
    """
    if Role(role) not in grantable_roles(user, body):
        raise PermissionDenied(
            _("您不能在“%(body)s”任命“%(role)s”。") % {"body": body, "role": role_word(role, body.area)}
        )


def check_end_membership(user: "Person", membership: Membership) -> None:
    """Check that `user` may end `membership`.

    Raises:
        PermissionDenied: they may not; the message says so.
    """
    if not can_end_membership(user, membership):
        raise PermissionDenied(_("您不能结束“%s”的任职。") % membership.get_role_display())


def can_see_event(user: "Person", event: Event | None = None) -> bool:
    """Return whether `user` reads this row of what happened; with None, some row."""
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    if event is None:
        return has_right(user, Right.WRITE_PAGES)
    return event.body_id is not None and standing_of(user).has(Right.WRITE_PAGES, event.body_id)


def can_confirm_identity(user: "Person", where: Body | RealName | None = None) -> bool:
    """Return whether `user` sits at the desk of this body, or of the one where this was confirmed."""
    if where is None:
        return bool(standing_of(user).bodies_with(Right.CONFIRM_IDENTITY))
    body_id = where.body_id if isinstance(where, RealName) else where.pk
    return standing_of(user).has(Right.CONFIRM_IDENTITY, body_id)


def can_assist(user: "Person", body: Body | None = None) -> bool:
    """Return whether `user` may act for residents at the desk of this body; with None, at some desk."""
    return standing_of(user).has(Right.ASSIST, body.pk if body is not None else None)


def can_be_assisted(resident: "Person") -> bool:
    """Return whether somebody may act for `resident`: nobody gets at an office, or at a child, that way."""
    if not resident.is_authenticated or not resident.is_active or resident.waits_for_guardian:
        return False
    if resident.is_superuser:
        return False
    return all(membership.role == Role.RESIDENT for membership in standing_of(resident).memberships)


def can_see_real_name(user: "Person", row: RealName | None = None) -> bool:
    """Return whether `user` may look at who somebody is; each look is an event (`look_at_real_name`)."""
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    return standing_of(user).has(Right.SEE_REAL_NAMES, row.body_id if row is not None else None)


def nobody(_user: "Person", _instance: object = None) -> bool:
    """Return False: this can't be done to any row."""
    return False
