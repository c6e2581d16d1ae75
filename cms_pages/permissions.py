"""What may be done to pages, beyond what Wagtail asks of memberships (`communities.page_permissions`)."""

from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester


class FixedPagePermissionTester(PagePermissionTester):
    """For pages that the structure of areas needs. Whatever rights somebody has on one, they can't take it away.

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
