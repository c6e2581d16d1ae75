"""Who keeps shared facts, reviews guides and reads what was said of them."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.choices import BodyKind
from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import GuideFeedback, GuidePage, SharedFact

# Whose officials write guides, and so keep the facts in them.
KEEPING_KINDS = frozenset({BodyKind.DEPARTMENT, BodyKind.DISTRICT_OFFICE})


def keeping_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the departments (and the district's office) in which `user` publishes."""
    bodies = standing_of(user).bodies_with(Right.PUBLISH_PAGES)
    return [body for body in bodies if body.kind in KEEPING_KINDS]


def reviewed_bodies(user: "User | AnonymousUser") -> list[Body] | None:
    """Return the bodies whose guides `user` answers for; None where it is all of them."""
    return None if has_right(user, Right.MANAGE_DISTRICT) else keeping_bodies(user)


def can_keep_fact(user: "User | AnonymousUser", fact: "SharedFact | None" = None) -> bool:
    """Return whether `user` changes this shared fact; with None, whether they keep any.

    Twin of `SharedFactQuerySet.visible_to`.
    """
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    if fact is None:
        return bool(keeping_bodies(user))
    return has_right(user, Right.PUBLISH_PAGES, fact.body)


def check_keep_fact(user: "User | AnonymousUser", body: Body) -> None:
    """Let those pass who may keep facts for `body`.

    Raises:
        PermissionDenied: they are of another body.
    """
    if not (has_right(user, Right.MANAGE_DISTRICT) or body in keeping_bodies(user)):
        raise PermissionDenied(_("您不能替这个单位登记标准。"))


def can_review(user: "User | AnonymousUser", guide: "GuidePage") -> bool:
    """Return whether `user` says that `guide` is still right: officials of its department, and the
    district's.
    """
    return has_right(user, Right.MANAGE_DISTRICT) or has_right(user, Right.PUBLISH_PAGES, guide.body_owner)


def check_review(user: "User | AnonymousUser", guide: "GuidePage") -> None:
    """Let those pass who may review `guide`.

    Raises:
        PermissionDenied: it is another department's.
    """
    if not can_review(user, guide):
        raise PermissionDenied(_("这是其他部门的指南，由他们核对。"))


def can_see_feedback(user: "User | AnonymousUser", row: "GuideFeedback | None" = None) -> bool:
    """Return whether `user` reads this opinion; with None, whether they read any."""
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    if row is None:
        return bool(keeping_bodies(user))
    return has_right(user, Right.PUBLISH_PAGES, row.guide.body_owner)
