"""Who sees, checks, masks, objects to and answers for disclosures."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms_pages.choices import CheckState
from communities.choices import BodyKind
from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right
from disclosure.permissions import discloses_for, disclosing_bodies, overseen_areas, oversees

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import (
        DisclosureCheck,
        DisclosureMask,
        DisclosureObjection,
        DisclosurePage,
    )

    Person = User | AnonymousUser


def can_see(user: "Person", page: "DisclosurePage") -> bool:
    """Return whether `user` may see `page`. Twin of `DisclosureQuerySet.visible_to`."""
    if page.live or discloses_for(user, page.body_owner) or has_right(user, Right.MANAGE_DISTRICT):
        return True
    return page.first_published_at is not None and oversees(user, page.area)


def writers_of(check: "DisclosureCheck") -> set[int]:
    """Return the keys of those who wrote what is checked: since the version that is public now."""
    written = Revision.objects.for_instance(check.page)
    newest = check.page.versions.order_by("-number").first()
    if newest is not None:
        written = written.filter(created_at__gt=newest.published_at)
    keys = {key for key in written.values_list("user_id", flat=True) if key is not None}
    return keys | ({check.submitted_by_id} if check.submitted_by_id else set())


def can_check(user: "Person", check: "DisclosureCheck") -> bool:
    """Return whether `user` decides this check: supervisors of the committee's area who did not write it."""
    if not user.is_authenticated or check.state != CheckState.WAITING:
        return False
    if not standing_of(user).has(Right.CHECK_DISCLOSURES, check.page.body_owner_id):
        return False
    return user.pk not in writers_of(check)


def can_supervise(user: "Person", check: "DisclosureCheck") -> bool:
    """Return whether `user` is a supervisor of the committee that the check is of."""
    return standing_of(user).has(Right.CHECK_DISCLOSURES, check.page.body_owner_id)


def check_can_check(user: "Person", check: "DisclosureCheck") -> None:
    """Let those pass who may decide `check`.

    Raises:
        PermissionDenied: they are no supervisor there, wrote it themselves, or it is decided.
    """
    if not can_supervise(user, check):
        raise PermissionDenied(_("只有本社区（村）的监督员可以审核。"))
    if check.state != CheckState.WAITING:
        raise PermissionDenied(_("这份内容已经审核过，或者已被撤回。"))
    if not can_check(user, check):
        raise PermissionDenied(_("这份内容是您参与编写的，要由另一位监督员审核。"))


def can_mask(user: "Person", page: "DisclosurePage | None" = None) -> bool:
    """Return whether `user` takes personal data out of `page`: its committee, its street, the district."""
    if page is None:
        return bool(disclosing_bodies(user) or overseen_areas(user)) or has_right(user, Right.MANAGE_DISTRICT)
    return discloses_for(user, page.body_owner) or oversees(user, page.area)


def can_see_mask(user: "Person", mask: "DisclosureMask | None" = None) -> bool:
    """Return whether `user` finds `mask` in the workbench. Twin of `DisclosureMaskQuerySet.visible_to`."""
    return can_mask(user, mask.page if mask is not None else None)


def can_read_masked(user: "Person", mask: "DisclosureMask | None" = None) -> bool:
    """Return whether `user` reads what was masked: the committee's director, its street, the district."""
    if mask is None:
        return has_right(user, Right.MANAGE_MEMBERS)
    if has_right(user, Right.MANAGE_DISTRICT) or oversees(user, mask.page.area):
        return True
    return standing_of(user).has(Right.MANAGE_MEMBERS, mask.page.body_owner_id)


def can_lift_mask(user: "Person", mask: "DisclosureMask | None" = None) -> bool:
    """Return whether `user` takes `mask` (or some) back: who may read what was masked. Not every worker who
    may set one.
    """
    return can_read_masked(user, mask)


def check_lift_mask(user: "Person", mask: "DisclosureMask") -> None:
    """Let those pass who may take `mask` back.

    Raises:
        PermissionDenied: they have no such role there.
    """
    if not can_lift_mask(user, mask):
        raise PermissionDenied(_("只有公开单位的主任、街道和区级管理员可以恢复隐去的内容。"))


def can_object(user: "Person", page: "DisclosurePage") -> bool:
    """Return whether `user` may object to `page`: who belongs to the community and does not write for it."""
    standing = standing_of(user)
    return standing.has(Right.POST, page.body_owner_id) and not standing.has(
        Right.WRITE_PAGES, page.body_owner_id
    )


def check_object(user: "Person", page: "DisclosurePage") -> None:
    """Let those pass who may object to `page`.

    Raises:
        PermissionDenied: they don't live there, or they write for the committee.
    """
    if standing_of(user).has(Right.WRITE_PAGES, page.body_owner_id):
        raise PermissionDenied(_("您是公开单位的工作人员，请直接更正。"))
    if not can_object(user, page):
        raise PermissionDenied(
            _("加入%(area)s之后，才能对它公开的内容提出异议。") % {"area": page.area.short_name}
        )


def judge_of(committee: Body) -> Body:
    """Return whose moderators look at objections to a committee: its street's, else the district's."""
    above = Body.objects.filter(
        area__in=committee.area.ancestor_ids, kind__in=[BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE]
    ).exclude(pk=committee.pk)
    return above.order_by("-area__path").first() or committee


def can_see_objection(user: "Person", objection: "DisclosureObjection | None" = None) -> bool:
    """Return whether `user` finds `objection` in the workbench. Twin of
    `DisclosureObjectionQuerySet.visible_to`.
    """
    return can_mask(user, objection.page if objection is not None else None)


def can_answer(user: "Person", objection: "DisclosureObjection | None" = None) -> bool:
    """Return whether `user` answers `objection` (or some): officials of the committee, once."""
    if objection is None:
        return discloses_for(user, None)
    return objection.answered_at is None and discloses_for(user, objection.page.body_owner)


def check_answer(user: "Person", objection: "DisclosureObjection") -> None:
    """Let those pass who may answer `objection`.

    Raises:
        PermissionDenied: it is another committee's, or answered.
    """
    if not can_answer(user, objection):
        raise PermissionDenied(_("只有公开单位可以答复，每件异议答复一次。"))
