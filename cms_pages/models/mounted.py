"""Columns whose content an app below makes: the page gives the place, the app's view the answer."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.columns import column_of
from cms_pages.models.base import ColumnPage


class MountedColumnPage(ColumnPage):
    """The front of a column that shows what an app does. While the app is not installed, the page does not
    exist for readers and crawlers.

    Attributes:
        view: the app's view, as a dotted path; it is called with the request and the page. It may be kept for
            everybody unless `may_be_cached` says no.
    """

    view: ClassVar[str]

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels = [
        HelpPanel(content=_("<p>这一页由系统生成，没有要填写的内容。</p>")),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether the app that the page shows is installed."""
        return column_of(self.column).is_open

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page, and what lies below it, once the app is installed.

        Raises:
            Http404: it is not, or nothing lies there.
        """
        if not self.is_open:
            raise Http404
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the app's view."""
        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        answer: HttpResponseBase = import_string(self.view)(request, self)
        return answer

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the page's entry in the map of the site, none while the column is shut."""
        return super().get_sitemap_urls(request) if self.is_open else []


class MutualAidIndexPage(MountedColumnPage):
    """Where the neighbours of one area help each other; the app `mutual_aid` shows it."""

    column = "mutual-aid"
    view = "mutual_aid.views.column.column_front"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]

    class Meta:
        verbose_name = _("居民互助栏目")


class ForumPage(MountedColumnPage):
    """The board of one area. The forum answers at the page's address itself, before the tree is asked, so
    that a
    board costs no walk through the pages; this is how the page shows up elsewhere (menu, map of the site,
    editor).
    """

    column = "forum"
    view = "forum.views.boards.column_front"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]

    class Meta:
        verbose_name = _("社区论坛栏目")

    def may_be_cached(self, request: HttpRequest) -> bool:
        """Leave it to the forum: members see more than visitors do."""
        return False
