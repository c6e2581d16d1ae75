"""The fronts of the guides column: of an area, and of a department in the district's guides."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.models.base import ColumnPage
from communities.choices import Level

FEED = "feed"
STANDARDS = "standards"
CERTIFICATES = "certificates"
# Of the district's front alone; no department may be called so.
RESERVED_SLUGS = frozenset({FEED, STANDARDS, CERTIFICATES})


class GuideListPage(ColumnPage):
    """A list of guides with filters and a feed."""

    column = "guides"
    own_paths = (f"/{FEED}/",)
    content_panels = [
        HelpPanel(
            content=_("<p>这一页由系统按已发布的办事指南生成。新建指南请在本部门的页面点“添加子页面”。</p>")
        )
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    @property
    def views(self) -> frozenset[str]:
        """The last segments of the addresses that this page has beside its own."""
        return frozenset({FEED})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find `feed/` and the like beside what Wagtail finds."""
        if len(path_components) == 1 and path_components[0] in self.views and self.live:
            return RouteResult(self, kwargs={"view": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the list, or with one of `views`."""
        if not view:
            return super().serve(request, *args, **kwargs)
        from cms_pages.views.guide_certificates import guide_certificates
        from cms_pages.views.guide_feed import guide_feed
        from cms_pages.views.guide_standards import guide_standards

        answers = {FEED: guide_feed, STANDARDS: guide_standards, CERTIFICATES: guide_certificates}
        if view not in self.views:
            raise Http404
        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        return answers[view](request, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the list shows for the address's filters."""
        from cms_pages.guides.listing import list_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(list_context(self, request))
        return context


class GuideIndexPage(GuideListPage):
    """The guides of one area: of the district all, of a street or community what is handled there.

    Guides lie with the departments, in the district's column; nothing is copied for 120 places.
    """

    template = "cms_pages/guide_index_page/index.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]
    subpage_types = ["cms_pages.DepartmentGuidesPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("办事指南栏目")

    @property
    def views(self) -> frozenset[str]:
        return RESERVED_SLUGS if self.area.level == Level.DISTRICT else frozenset({FEED})


class DepartmentGuidesPage(GuideListPage):
    """A department's own subtree in the district's guides."""

    template = "cms_pages/department_guides_page/index.html"
    parent_page_types = ["cms_pages.GuideIndexPage"]
    subpage_types = ["cms_pages.GuidePage"]

    class Meta:
        verbose_name = _("部门办事指南")
