"""Front pages of the district, a street and a community, and what their bodies put on them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.url_routing import RouteResult

from cms_pages import page_cache
from cms_pages.forms.front_page_profile import FrontPageProfileForm
from cms_pages.models.base import FixedPage
from cms_pages.publication.pictures import what_lacks
from cms_pages.querysets.profiles import FrontPageProfileQuerySet
from communities.models import Area

# Who works there; a reserved word for areas.
STAFF = "staff"


class AreaPage(FixedPage):
    """The front page of an area. It has nothing to edit: its content is the area's `FrontPageProfile` and
    lists.
    """

    archived_at = models.DateTimeField(_("归档时间"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        Area,
        verbose_name=_("并入"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    successor.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    content_panels = [
        HelpPanel(
            content=_(
                "<p>首页由系统按区域资料生成。简介、图片和常办事项请在“首页内容”里修改；"
                "电话、地址和办公时间请在“联系方式”里修改。</p>"
            )
        )
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find `staff/`, where this level has it, beside what Wagtail finds."""
        if path_components == [STAFF] and f"/{STAFF}/" in self.own_paths and self.live:
            return RouteResult(self, kwargs={"view": STAFF})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the front page, or with who works there."""
        if view != STAFF:
            return super().serve(request, *args, **kwargs)
        from cms_pages.views.staff_page import staff_page

        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        return staff_page(request, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the rows of the map of the site: the front page, and what it answers besides."""
        rows: list[dict[str, Any]] = super().get_sitemap_urls(request)
        below = [
            {**row, "location": f"{row['location']}{path[1:]}"} for row in rows for path in self.own_paths
        ]
        return [*rows, *below]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the front page of this page's level shows at the present moment."""
        from cms_pages.front_pages import context_for

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(context_for(page=self, request=request, now=timezone.now()))
        return context


class HomePage(AreaPage):
    """The district's front page, the root of the site."""

    template = "cms_pages/home_page/index.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms_pages.StreetPage",
        "cms_pages.NoticeIndexPage",
        "cms_pages.GuideIndexPage",
        "cms_pages.ServiceIndexPage",
        "cms_pages.ForumPage",
        "cms_pages.MutualAidIndexPage",
    ]

    class Meta:
        verbose_name = _("区首页")


class StreetPage(AreaPage):
    """A street's front page."""

    own_paths = (f"/{STAFF}/",)
    template = "cms_pages/street_page/index.html"
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = [
        "cms_pages.CommunityPage",
        "cms_pages.NoticeIndexPage",
        "cms_pages.GuideIndexPage",
        "cms_pages.ServiceIndexPage",
        "cms_pages.ForumPage",
        "cms_pages.MutualAidIndexPage",
    ]

    class Meta:
        verbose_name = _("街道首页")


class CommunityPage(AreaPage):
    """A community's front page."""

    own_paths = (f"/{STAFF}/",)
    template = "cms_pages/community_page/index.html"
    parent_page_types = ["cms_pages.StreetPage"]
    subpage_types = [
        "cms_pages.NoticeIndexPage",
        "cms_pages.GuideIndexPage",
        "cms_pages.ServiceIndexPage",
        "cms_pages.ForumPage",
        "cms_pages.MutualAidIndexPage",
    ]

    class Meta:
        verbose_name = _("社区首页")


class FrontPageProfile(ClusterableModel):
    """What an area's body puts on its front page: an introduction, a picture, the most wanted matters.

    A register of its own rather than fields of the page, since rights on a street's page would reach down to
    all pages of its communities (docs/decisions/0011-front-page-profile.md).
    """

    area = models.OneToOneField(
        Area,
        verbose_name=_("区域"),
        on_delete=models.CASCADE,
        related_name="front_page_profile",
        editable=False,
    )
    introduction = models.TextField(
        _("简介"),
        max_length=1000,
        blank=True,
        help_text=_("三五句话：在哪里，有什么特点，居民常来办什么。不超过1000字。"),
    )
    picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("图片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("本地的街景或公共空间，横向，宽度不小于800像素。不用办公室和会议照片。"),
    )

    objects = FrontPageProfileQuerySet.as_manager()

    panels = [
        FieldPanel("introduction"),
        FieldPanel("picture"),
        InlinePanel(
            "wanted_matters",
            heading=_("常办事项"),
            label=_("事项"),
            max_num=8,
            help_text=_("来办的人最多的几件事，显示在首页显眼处，最多8项。"),
        ),
    ]

    base_form_class = FrontPageProfileForm

    class Meta:
        verbose_name = _("首页内容")
        verbose_name_plural = _("首页内容")
        ordering = ["area__path"]

    def __str__(self) -> str:
        return str(self.area)

    def clean(self) -> None:
        """Refuse a picture that doesn't say where it comes from, or whether people in it agree."""
        super().clean()
        if self.picture is not None and (lacking := what_lacks(self.picture)):
            raise ValidationError({"picture": lacking})


class WantedMatter(Orderable):
    """A matter that many people come for, picked by editors: a page of the site or another address."""

    class Icon(models.TextChoices):
        DOCUMENT = "file-text", _("文件")
        IDENTITY = "id-card", _("证件")
        MEDICAL = "stethoscope", _("看病医保")
        ELDERLY = "heart-handshake", _("养老助残")
        CHILDREN = "graduation-cap", _("入学教育")
        MONEY = "banknote", _("补贴缴费")
        HOUSING = "house", _("住房物业")
        REPAIR = "wrench", _("报修")
        WORK = "users", _("就业")
        NEWS = "megaphone", _("公告")
        PLACE = "map-pin", _("地点")

    profile = ParentalKey(FrontPageProfile, on_delete=models.CASCADE, related_name="wanted_matters")
    label = models.CharField(_("文字"), max_length=20)
    icon = models.CharField(_("图标"), max_length=20, choices=Icon.choices, default=Icon.DOCUMENT)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("页面"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField(_("网址"), blank=True, help_text=_("本站没有的页面才填网址。页面和网址填一个。"))

    panels = [
        FieldPanel("label"),
        FieldPanel("icon"),
        PageChooserPanel("page"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("常办事项")
        verbose_name_plural = _("常办事项")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, url="")
                | models.Q(page__isnull=True) & ~models.Q(url=""),
                name="wanted_matter_one_target",
                violation_error_message=_("页面和网址要填一个，也只填一个。"),
            ),
        ]

    def __str__(self) -> str:
        return self.label
