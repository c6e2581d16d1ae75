"""The front of the disclosure column of an area."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.models.base import ColumnPage

FEED, BOARD, CATALOGUE, OBJECTIONS = "feed", "board", "catalogue", "objections"
FILES = frozenset({"csv", "xlsx"})
# No disclosure may be called so.
RESERVED_SLUGS = frozenset({FEED, BOARD, CATALOGUE, OBJECTIONS})


class DisclosureIndexPage(ColumnPage):
    """What was disclosed in one area and below it, with the board of what is owed."""

    column = "disclosures"
    own_paths = (f"/{FEED}/", f"/{BOARD}/", f"/{CATALOGUE}/", f"/{OBJECTIONS}/")
    template = "cms_pages/disclosure_index_page/index.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]
    subpage_types = ["cms_pages.DisclosurePage"]
    max_count_per_parent = 1
    content_panels = [
        HelpPanel(
            content=_(
                "<p>这一页由系统按已公开的内容生成，没有要填写的。要公开一项内容，请到“公开时限”里点“开始编写”。</p>"
            )
        )
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("居务公开栏目")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the board, the catalogue, the objections and the feed beside what Wagtail finds."""
        if self.live:
            match path_components:
                case [view] if view in RESERVED_SLUGS:
                    return RouteResult(self, kwargs={"view": view})
                case ["board", extension] if extension in FILES:
                    return RouteResult(self, kwargs={"view": extension})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the list, or with what stands beside it."""
        if not view:
            return super().serve(request, *args, **kwargs)
        from cms_pages.views.disclosure_board import board_file, disclosure_board
        from cms_pages.views.disclosure_catalogue import disclosure_catalogue
        from cms_pages.views.disclosure_feed import disclosure_feed
        from cms_pages.views.disclosure_objections import disclosure_objections

        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        if view in FILES:
            return board_file(request, self, extension=view)
        answers = {
            FEED: disclosure_feed,
            BOARD: disclosure_board,
            CATALOGUE: disclosure_catalogue,
            OBJECTIONS: disclosure_objections,
        }
        return answers[view](request, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the list shows for the address's filters."""
        from cms_pages.disclosures.listing import list_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(list_context(self, request))
        return context
