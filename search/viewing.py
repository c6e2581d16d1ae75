"""Who looks at results, and what of the tree of pages is closed to everybody at this moment."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from events.prepared import PreparedRows

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Key and path of each page that asks for a password or a person, and so is closed with all below it.
closed_pages: Final = PreparedRows(
    lambda: PageViewRestriction.objects.order_by().values_list("page_id", "page__path", named=True)
)

# Path of each folder of files that asks for a password or a person.
closed_folders: Final = PreparedRows(
    lambda: CollectionViewRestriction.objects.order_by().values_list("collection__path", named=True)
)


@dataclass(frozen=True)
class Viewing:
    """One look at some results.

    Attributes:
        user: whose rights hold.
        now: the present moment.
        request: for addresses; None outside of one.
    """

    user: "User | AnonymousUser"
    now: datetime
    request: HttpRequest | None = None

    @cached_property
    def _closed(self) -> tuple[str, ...]:
        return tuple(row.page__path for row in closed_pages())

    def is_open(self, page: Page) -> bool:
        """Return whether the page lies in no closed branch; one query for all pages of a look."""
        return not page.path.startswith(self._closed)

    def address(self, page: Page) -> str:
        """Return where the page is to be read, "" for nowhere."""
        url: Any = page.get_url(self.request)
        return str(url or "")
