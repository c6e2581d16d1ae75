"""A guide: what one matter needs, as fields that can be checked."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms_pages.blocks import guides as blocks
from cms_pages.blocks.pictures import MOST_PICTURE_BLOCKS, PICTURES
from cms_pages.choices import FeeKind, ReviewPeriod
from cms_pages.forms.guides import GuidePageForm
from cms_pages.guides.panels import CONTENT_PANELS, SETTINGS_PANELS
from cms_pages.guides.readiness import guide_errors
from cms_pages.guides.words import sort_key_of, text_of
from cms_pages.models.content import ContentPage, owner_key
from cms_pages.publication.errors import PublicationError
from cms_pages.querysets.guides import GuideManager
from communities.choices import CategoryScheme
from communities.models import Category

PRINT, CHECK, USEFUL = "print", "check", "useful"
MOST_WORKING_DAYS = 400


class GuidePage(ContentPage):
    """How one matter is done: who may, what to bring, what happens, how long, what it costs, where.

    Numbers, addresses and hours are rows of others (`GuidePlace`, `GuidePhone`), figures are `[[names]]` of
    shared
    facts: what changes there changes here.
    """

    FeeKind = FeeKind

    body_owner = owner_key(_("负责单位"), "guides")
    what_it_is = models.CharField(
        _("一句话说明"),
        max_length=100,
        blank=True,
        help_text=_("给谁、解决什么事，不写文件名。如“家里收入低于低保标准，可以按月领生活补助”。"),
    )
    keywords = models.CharField(
        _("居民会怎么说"),
        max_length=200,
        blank=True,
        help_text=_("日常的说法，用空格隔开，如“困难补助 吃低保”。用来查找，不显示。"),
    )
    life_events = ParentalManyToManyField(
        Category,
        verbose_name=_("人生大事"),
        blank=True,
        related_name="+",
        limit_choices_to={"scheme": CategoryScheme.GUIDE_EVENT},
    )
    at_district = models.BooleanField(_("区级窗口"), default=False)
    at_street = models.BooleanField(_("街道便民服务中心"), default=False)
    at_community = models.BooleanField(_("社区（村）"), default=False)
    online_url = models.URLField(_("网上办理网址"), blank=True)

    legal_basis = StreamField(blocks.LAWS, verbose_name=_("依据"), blank=True)
    conditions = StreamField(blocks.CONDITIONS, verbose_name=_("条件"), blank=True)
    needs_no_materials = models.BooleanField(_("不用带材料"), default=False)
    materials = StreamField(blocks.MATERIALS, verbose_name=_("材料"), blank=True)
    variants = StreamField(blocks.VARIANTS, verbose_name=_("不同情形"), blank=True)
    steps = StreamField(blocks.STEPS, verbose_name=_("步骤"), blank=True)
    pictures = StreamField(
        PICTURES,
        verbose_name=_("图片"),
        blank=True,
        max_num=MOST_PICTURE_BLOCKS,
        help_text=_("如流程图、填好的样表、窗口的照片。图里的字读屏软件读不到，要紧的写进上面的栏目。"),
    )

    legal_days = models.PositiveSmallIntegerField(
        _("法定时限（工作日）"), null=True, blank=True, validators=[MaxValueValidator(MOST_WORKING_DAYS)]
    )
    promised_days = models.PositiveSmallIntegerField(
        _("承诺时限（工作日）"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_WORKING_DAYS)],
        help_text=_("当场办结填0。"),
    )
    time_note = models.CharField(
        _("时限说明"), max_length=160, blank=True, help_text=_("如“公示7天不算在内”。")
    )
    fee_kind = models.CharField(_("收费"), max_length=8, choices=FeeKind.choices, blank=True)
    fee_fen = models.PositiveIntegerField(_("金额"), null=True, blank=True)
    fee_text = models.CharField(
        _("收费说明"), max_length=160, blank=True, help_text=_("如“每证[[居住证补领工本费]]，首次免费”。")
    )
    fee_basis = models.CharField(_("收费依据"), max_length=120, blank=True)

    answers = StreamField(blocks.ANSWERS, verbose_name=_("常见问题"), blank=True)
    questions = StreamField(
        blocks.QUESTIONS,
        verbose_name=_("适用自测"),
        blank=True,
        help_text=_("按顺序问，帮居民判断自己能不能办。不填就没有自测。"),
    )
    review_months = models.PositiveSmallIntegerField(
        _("多久核对一次"), choices=ReviewPeriod.choices, default=ReviewPeriod.HALF_YEAR
    )

    sort_key = models.CharField(max_length=120, editable=False, default="")
    letter = models.CharField(max_length=1, editable=False, default="#")
    search_text = models.TextField(editable=False, default="", blank=True)

    objects = GuideManager()
    own_paths = (f"/{PRINT}/", f"/{CHECK}/")

    slug_fallback = "guide"

    template = "cms_pages/guide_page/index.html"
    parent_page_types = ["cms_pages.DepartmentGuidesPage"]
    base_form_class = GuidePageForm
    content_panels = CONTENT_PANELS
    settings_panels = SETTINGS_PANELS
    search_fields = [*Page.search_fields, index.FilterField("fee_kind")]

    class Meta:
        verbose_name = _("办事指南")
        verbose_name_plural = _("办事指南")
        indexes = [
            models.Index(fields=["sort_key", "page_ptr"], name="guide_sorted"),
            models.Index(fields=["letter", "sort_key"], name="guide_letter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fee_kind__in=["", *FeeKind.values]), name="guide_fee_kind_known"
            ),
        ]

    def publication_errors(self) -> list[PublicationError]:
        """Return every element that is missing or wrong."""
        return [*super().publication_errors(), *guide_errors(self, today=timezone.localdate())]

    def derive(self) -> None:
        self.sort_key, self.letter = sort_key_of(self.title)
        self.search_text = text_of(self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the guide, its print version, its questions and its “was it useful”."""
        if not self.live:
            raise Http404
        if len(path_components) == 1 and path_components[0] in {PRINT, CHECK, USEFUL}:
            return RouteResult(self, kwargs={"view": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer a visitor. The form of “was it useful” is that visitor's own and is not kept."""
        if view == USEFUL:
            from cms_pages.views.guide_useful import guide_useful

            return guide_useful(request, self)
        if view == CHECK:
            from cms_pages.views.guide_check import guide_check

            return guide_check(request, self)
        return super().serve(request, *args, view=view, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("网页")), (PRINT, _("打印版"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.get_template(request, view=mode_name)

    def get_template(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> str:
        return "cms_pages/guide_page/sheet.html" if view == PRINT else self.template

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the guide's page and its print version show at the present moment."""
        from cms_pages.guides.detail import detail_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(detail_context(self, request, now=timezone.now()))
        return context
