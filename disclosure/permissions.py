"""Who keeps the catalogue, sees duties and enters occasions."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.choices import BodyKind
from communities.models import Area, Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from disclosure.models import DisclosureDuty, DisclosureItem

    Person = User | AnonymousUser

# Streets and the district look after the committees below them.
OVERSEEING_KINDS = frozenset({BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE})


def disclosing_bodies(user: "Person") -> list[Body]:
    """Return the committees for which `user` writes disclosures."""
    return [
        body for body in standing_of(user).bodies_with(Right.WRITE_PAGES) if body.kind == BodyKind.COMMITTEE
    ]


def overseen_areas(user: "Person") -> list[Area]:
    """Return the streets (or the district) whose committees `user` looks after."""
    return [
        body.area
        for body in standing_of(user).bodies_with(Right.WRITE_PAGES)
        if body.kind in OVERSEEING_KINDS
    ]


def oversees(user: "Person", area: Area) -> bool:
    """Return whether `user` looks after the committee of `area`."""
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    return any(area.path.startswith(above.path) for above in overseen_areas(user))


def discloses_for(user: "Person", body: Body | None) -> bool:
    """Return whether `user` writes disclosures of `body`; with None, of some committee."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    return any(body is None or own.pk == body.pk for own in disclosing_bodies(user))


def can_see_item(user: "Person", item: "DisclosureItem | None" = None) -> bool:
    """Return whether `user` finds `item` (or some) in the workbench. Twin of
    `DisclosureItemQuerySet.visible_to`.
    """
    if item is None or item.body is None:
        return bool(disclosing_bodies(user) or overseen_areas(user)) or has_right(user, Right.MANAGE_DISTRICT)
    return discloses_for(user, item.body) or oversees(user, item.body.area)


def can_change_item(user: "Person", item: "DisclosureItem | None" = None) -> bool:
    """Return whether `user` changes `item`: the district the standard, a committee its own; None: adds
    some.
    """
    if item is None:
        return has_right(user, Right.MANAGE_DISTRICT) or bool(disclosing_bodies(user))
    if item.body is None:
        return has_right(user, Right.MANAGE_DISTRICT)
    return discloses_for(user, item.body)


def check_change_item(user: "Person", item: "DisclosureItem") -> None:
    """Let those pass who may change `item`, or add it.

    Raises:
        PermissionDenied: it is another's.
    """
    if not can_change_item(user, item):
        raise PermissionDenied(_("统一目录由区里管理，社区（村）只能增加和修改本单位自己的事项。"))


def can_see_duty(user: "Person", duty: "DisclosureDuty | None" = None) -> bool:
    """Return whether `user` finds `duty` (or some) in the workbench. Twin of
    `DisclosureDutyQuerySet.visible_to`.
    """
    if duty is None:
        return can_see_item(user)
    return discloses_for(user, duty.body) or oversees(user, duty.body.area)


def can_enter_occasion(user: "Person", _duty: "DisclosureDuty | None" = None) -> bool:
    """Return whether `user` enters occasions for some committee."""
    return bool(disclosing_bodies(user))


def can_withdraw_occasion(user: "Person", duty: "DisclosureDuty | None" = None) -> bool:
    """Return whether `user` takes back this occasion, which was entered by mistake (or some)."""
    if duty is None:
        return discloses_for(user, None)
    return bool(duty.occasion) and duty.met_on is None and discloses_for(user, duty.body)


def check_disclose_for(user: "Person", body: Body) -> None:
    """Let those pass who write disclosures of `body`.

    Raises:
        PermissionDenied: it is not their committee.
    """
    if not discloses_for(user, body):
        raise PermissionDenied(_("您不能代“%(body)s”公开。") % {"body": body})
