"""Who answers reports of errors, and who reads them."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import ErrorReport


def handling_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the bodies for which `user` answers reports: those whose pages they publish."""
    return standing_of(user).bodies_with(Right.PUBLISH_PAGES)


def can_handle(user: "User | AnonymousUser", report: "ErrorReport") -> bool:
    """Return whether `user` answers `report`, hands it on or throws it away."""
    return has_right(user, Right.PUBLISH_PAGES, report.body)


def check_handle(user: "User | AnonymousUser", report: "ErrorReport") -> None:
    """Let those pass who answer `report`.

    Raises:
        PermissionDenied: it is another body's.
    """
    if not can_handle(user, report):
        raise PermissionDenied(_("这条纠错由%(body)s处理。") % {"body": report.body})


def can_see(user: "User | AnonymousUser", report: "ErrorReport") -> bool:
    """Return whether `user` may read `report`. Twin of `ErrorReportQuerySet.visible_to`."""
    if not user.is_authenticated or not user.is_active:
        return False
    return can_handle(user, report) or report.reporter_id == user.pk
