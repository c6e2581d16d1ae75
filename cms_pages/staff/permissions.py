"""Who writes down the duties of a body, and whose card is whose."""

from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.choices import BodyKind, Role
from communities.permissions import has_right
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import StaffDuty
    from communities.models import Body, Membership

STAFFED_KINDS: Final = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE)
# Whom a staff page may name; supervisors and moderators are residents.
STAFF_ROLES: Final = (Role.COMMITTEE_DIRECTOR, Role.COMMITTEE_WORKER, Role.STREET_STAFF)


def can_edit_body(user: "User | AnonymousUser", body: "Body") -> bool:
    """Return whether `user` writes down the duties of `body`."""
    if body.kind not in STAFFED_KINDS:
        return False
    return has_right(user, Right.MANAGE_DISTRICT) or has_right(user, Right.EDIT_PROFILE, body)


def can_edit(user: "User | AnonymousUser", duty: "StaffDuty | None" = None) -> bool:
    """Return whether `user` changes this duty; with None, some. Twin of `StaffDutyQuerySet.visible_to`."""
    if duty is not None:
        return can_edit_body(user, duty.body)
    from communities.permissions import standing_of

    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    return any(body.kind in STAFFED_KINDS for body in standing_of(user).bodies_with(Right.EDIT_PROFILE))


def check_edit_body(user: "User | AnonymousUser", body: "Body") -> None:
    """Let those pass who write down the duties of `body`.

    Raises:
        PermissionDenied: it is another body's.
    """
    if not can_edit_body(user, body):
        raise PermissionDenied(_("这是%(body)s的分工，您不能修改。") % {"body": body})


def check_own(user: "User | AnonymousUser", membership: "Membership") -> None:
    """Let those pass whose own membership it is: nobody else agrees for a person.

    Raises:
        PermissionDenied: it is somebody else's, or no office of a staffed body.
    """
    if not user.is_authenticated or membership.user_id != user.pk:
        raise PermissionDenied(_("只有本人可以决定公开自己的信息。"))
    if membership.role not in STAFF_ROLES:
        raise PermissionDenied(_("这个职务不在工作人员名单里。"))
