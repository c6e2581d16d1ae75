"""The fronts of the notices column: of an area, and of a department in the district's notices."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.models.base import ColumnPage

# Where the consultations of a list are, beside its feed.
SEGMENT = "consultations"
_NOTHING_TO_EDIT = HelpPanel(
    content=_("<p>这一页由系统按已发布的公告生成，没有要填写的内容。发布公告请点“添加子页面”。</p>")
)


class NoticeListPage(ColumnPage):
    """A list of notices with filters and a feed. Its own slug space holds `feed` and `consultations`, so
    that nothing below may be named so.
    """

    column = "notices"
    own_paths = ("/feed/", f"/{SEGMENT}/", f"/{SEGMENT}/feed/")
    content_panels = [_NOTHING_TO_EDIT]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find `feed/` and the consultations beside what Wagtail finds."""
        path = "/".join(path_components)
        if f"/{path}/" in self.own_paths and self.live:
            return RouteResult(self, kwargs={"view": path})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the list, with that of consultations, or with the Atom feed of either."""
        if not view:
            return super().serve(request, *args, **kwargs)
        from cms_pages.views.consultation_list import consultation_feed, consultation_list
        from cms_pages.views.notice_feed import notice_feed

        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        views = {"feed": notice_feed, SEGMENT: consultation_list, f"{SEGMENT}/feed": consultation_feed}
        return views[view](request, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the list shows at the present moment for the address's filters."""
        from cms_pages.notices.listing import list_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(list_context(self, request))
        return context


class NoticeIndexPage(NoticeListPage):
    """The notices of one area: its own, those below it, and those that a higher tier addressed to it."""

    template = "cms_pages/notice_index_page/index.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]
    subpage_types = [
        "cms_pages.NoticePage",
        "cms_pages.ConsultationPage",
        "cms_pages.DepartmentNoticesPage",
    ]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("社区公告栏目")


class DepartmentNoticesPage(NoticeListPage):
    """A department's own subtree in the district's notices."""

    template = "cms_pages/department_notices_page/index.html"
    parent_page_types = ["cms_pages.NoticeIndexPage"]
    subpage_types = ["cms_pages.NoticePage", "cms_pages.ConsultationPage"]

    class Meta:
        verbose_name = _("部门公告")
