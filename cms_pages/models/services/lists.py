"""The front of the services column of an area."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.models.base import ColumnPage
from communities.choices import Level

NEARBY, MAP, FEED = "nearby", "map", "feed"
# No service may be called so.
RESERVED_SLUGS = frozenset({NEARBY, MAP, FEED})


class ServiceIndexPage(ColumnPage):
    """The services for those who live in one area: its own, those of the areas above it, and those
    below it.
    """

    column = "services"
    own_paths = (f"/{MAP}/", f"/{FEED}/")
    template = "cms_pages/service_index_page/index.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]
    subpage_types = ["cms_pages.ServicePage"]
    max_count_per_parent = 1
    content_panels = [
        HelpPanel(
            content=_(
                "<p>这一页由系统按已发布的便民服务生成，没有要填写的内容。新增服务请点“添加子页面”。</p>"
            )
        )
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("便民服务栏目")

    @property
    def has_map(self) -> bool:
        """Whether there are areas below this one to draw."""
        return self.area.level in (Level.DISTRICT, Level.STREET)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find `nearby/`, `feed/` and `map/` beside what Wagtail finds."""
        views = {NEARBY, FEED, MAP} if self.has_map else {NEARBY, FEED}
        if len(path_components) == 1 and path_components[0] in views and self.live:
            return RouteResult(self, kwargs={"view": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the list, the map, the feed, or what is near the visitor, which nobody keeps."""
        from cms_pages.services.location import allow_asking
        from cms_pages.views.service_feed import service_feed
        from cms_pages.views.service_map import service_map
        from cms_pages.views.service_nearby import service_nearby

        if view == NEARBY:
            return service_nearby(request, self)
        if view:
            if self.may_be_cached(request):
                page_cache.mark(request, self.area)
            return service_map(request, self) if view == MAP else service_feed(request, self)
        return allow_asking(super().serve(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the list shows at the present moment for the address's filters."""
        from cms_pages.services.listing import list_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(list_context(self, request))
        return context
