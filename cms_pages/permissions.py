"""What may be done to pages, beyond what Wagtail asks of memberships (`communities.policies.pages`)."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from cms_pages.querysets.profiles import SPEAKING_KINDS
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import FrontPageProfile


def can_edit_front_page(user: "User | AnonymousUser", profile: "FrontPageProfile | None" = None) -> bool:
    """Return whether `user` edits this front page's content; with None, some front page's.

    Twin of `FrontPageProfileQuerySet.visible_to`.
    """
    if has_right(user, Right.MANAGE_DISTRICT):
        return True
    bodies = standing_of(user).bodies_with(Right.EDIT_PROFILE)
    areas = {body.area_id for body in bodies if body.kind in SPEAKING_KINDS}
    return bool(areas) if profile is None else profile.area_id in areas


def check_edit_front_page(user: "User | AnonymousUser", profile: "FrontPageProfile") -> None:
    """Let those pass who may edit the front page's content.

    Raises:
        PermissionDenied: it is another body's.
    """
    if not can_edit_front_page(user, profile):
        raise PermissionDenied(_("这是其他单位的首页，您不能修改。"))


class FixedPagePermissionTester(PagePermissionTester):
    """For pages that the structure of areas needs. Whatever rights somebody has on one, they can't take it
    away.

    Areas are renamed and abolished through `communities.actions`, and their pages follow.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class DisclosurePermissionTester(PagePermissionTester):
    """For disclosures: the supervisor's check publishes, and what was public stays."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.page.specific_deferred.first_published_at is not None or self.page.workflow_in_progress:
            return False
        # A draft is its writers' to throw away, who may not publish it.
        return bool(self.can_edit())

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False
