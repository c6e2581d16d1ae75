"""What all pages share."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages import page_cache
from cms_pages.permissions import FixedPagePermissionTester
from cms_pages.publication.errors import PublicationError
from cms_pages.publication.guard import PublicationGuard
from cms_pages.publication.pictures import picture_errors
from communities.choices import AreaState
from communities.lifecycle import check_open
from communities.models import Area


class BasePage(PublicationGuard, Page):
    """A page that belongs to an area. Wagtail's own page model stays below, since swapping it is
    experimental.

    Its public address is served through the page cache. A page whose template needs a session, messages or a
    CSRF token does not belong here: give the form an address of its own.
    """

    area = models.ForeignKey(
        Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    # “Used in” lists what people linked to; that each page lies in an area is no news to them.
    area.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    # Who reads a page is its audience's to say. Wagtail's privacy would be a second answer, of which neither
    # kept pages nor attached files hear.
    private_page_options: ClassVar[list[str]] = []

    # The methods that a page which holds no form answers.
    read_by: ClassVar[tuple[str, ...]] = ("GET", "HEAD", "OPTIONS")

    # Addresses below the page's own that it answers itself, such as `/print/`.
    own_paths: ClassVar[tuple[str, ...]] = ()

    # Whether a published one moves to the successor when its area is merged, since somebody keeps it true.
    goes_with_residents: ClassVar[bool] = False

    class Meta:
        abstract = True

    def get_route_paths(self) -> list[str]:
        """Return what a change of the page's address leaves redirects for."""
        return ["/", *self.own_paths]

    def resolve_subpage(self, path: str) -> None:
        """Pass where `path` is answered by the page itself; Wagtail's redirects ask before they lead there.

        Raises:
            Resolver404: it is not.
        """
        if path not in self.own_paths:
            raise Resolver404(path)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Return whether such a page may be made or copied below `parent`: nothing new in an abolished
        area."""
        return super().can_create_at(parent) and not in_abolished_area(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Return whether this page may be moved below `parent`."""
        return super().can_move_to(parent) and not in_abolished_area(parent)

    def publication_errors(self) -> list[PublicationError]:
        """Return what keeps the page from being published. What an abolished area has published may be
        corrected."""
        errors = super().publication_errors()
        if not self.live and self.area_id:
            try:
                check_open(self.area)
            except ValidationError as closed:
                errors.append(PublicationError(closed.messages[0]))
        return [*errors, *picture_errors(self)]

    def may_be_cached(self, request: HttpRequest) -> bool:
        """Return whether everybody may get the same answer; a page type that looks at the visitor says no."""
        return not self.get_view_restrictions().exists()

    def check_request_method(
        self,
        request: HttpRequest,
        serve_args: tuple[Any, ...] = (),
        serve_kwargs: dict[str, Any] | None = None,
    ) -> HttpResponseNotAllowed | None:
        """Refuse what is sent to the page itself: it has no form. Its views with forms say what they take."""
        if not (serve_kwargs or {}).get("view") and request.method not in self.read_by:
            return HttpResponseNotAllowed(self.read_by)
        refusal: HttpResponseNotAllowed | None = super().check_request_method(request)
        return refusal

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a visitor, and let the answer be kept for the next one where nothing private is in it."""
        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        return super().serve(request, *args, **kwargs)


def in_abolished_area(page: Page) -> bool:
    """Return whether `page` lies in the pages of an area that was abolished. One query."""
    steps = range(Page.steplen, len(page.path) + 1, Page.steplen)
    above = [page.path[:length] for length in steps]
    return Area.objects.filter(state=AreaState.ABOLISHED, page__path__in=above).exists()


class FixedPage(BasePage):
    """A page of the site's structure: nobody makes, moves, copies, unpublishes or deletes it by hand."""

    is_creatable: ClassVar[bool] = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: "AbstractUser | AnonymousUser") -> FixedPagePermissionTester:
        """Return what `user` may do: what memberships allow, less what would break the structure."""
        return FixedPagePermissionTester(user, self)


class ColumnPage(FixedPage):
    """The front of one column of one area: the column's pages below it, and those addressed to it."""

    column: str

    class Meta:
        abstract = True
