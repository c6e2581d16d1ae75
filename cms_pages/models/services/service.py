"""A service for residents."""

from datetime import datetime
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

from cms_pages.blocks.pictures import MOST_PICTURE_BLOCKS, PICTURES
from cms_pages.choices import FeeKind, ServiceStatus
from cms_pages.forms.services import ServicePageForm
from cms_pages.models.content import ContentPage, owner_key
from cms_pages.models.services.lists import RESERVED_SLUGS
from cms_pages.publication.errors import PublicationError
from cms_pages.querysets.services import ServiceManager
from cms_pages.services.panels import CONTENT_PANELS, SETTINGS_PANELS
from cms_pages.services.readiness import service_errors
from cms_pages.services.words import search_text_of, sort_key_of
from communities.choices import CategoryScheme
from communities.models import Area, Body, Category, ContactFact, OpeningSchedule

# No service is for anybody older, and no age of an address is believed that is.
OLDEST = 120
RATE, ANSWER, PROPOSE = "rate", "answer", "propose"
_NORTH, _EAST = 90, 180


class ServicePage(ContentPage):
    """What residents can get, from whom, when, where and for how much.

    Telephone numbers and opening hours are rows of others: what changes there changes here. When it was last
    assured is `ServiceCare`'s.
    """

    FeeKind = FeeKind
    Status = ServiceStatus

    body_owner = owner_key(_("发布单位"), "services")
    category = models.ForeignKey(
        Category,
        verbose_name=_("类别"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"scheme": CategoryScheme.SERVICE},
    )
    summary = models.CharField(
        _("一句话说明"),
        max_length=100,
        blank=True,
        help_text=_("给谁、提供什么。如“60岁以上老人中午可以堂食或送餐，一荤两素”。"),
    )
    description = models.TextField(
        _("服务内容"), max_length=2000, blank=True, help_text=_("怎么用、要不要预约、注意什么。空一行分段。")
    )
    pictures = StreamField(
        PICTURES,
        verbose_name=_("图片"),
        blank=True,
        max_num=MOST_PICTURE_BLOCKS,
        help_text=_("如门口和室内的照片、活动现场、怎么走的示意图。"),
    )
    provider = models.ForeignKey(
        Body,
        verbose_name=_("服务单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="provided_services",
        help_text=_("提供服务的驻区单位、社会组织或部门。不选、下面也不填名称，就是本单位。"),
    )
    provider.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    provider_name = models.CharField(
        _("服务单位名称"), max_length=60, blank=True, help_text=_("上面的名单里没有的，在这里写名称。")
    )
    eligibility = models.TextField(
        _("谁可以用"), max_length=300, blank=True, help_text=_("如“本社区60岁以上居民”“不限”。")
    )
    age_from = models.PositiveSmallIntegerField(
        _("年龄从"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(OLDEST)],
        help_text=_("有年龄要求才填，居民按年龄找得到。"),
    )
    age_to = models.PositiveSmallIntegerField(
        _("年龄到"), null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    needs = models.CharField(_("专为哪些人"), max_length=120, blank=True, default="")
    wait_text = models.CharField(
        _("要等多久"),
        max_length=60,
        blank=True,
        help_text=_("如“不用等”“平时10分钟，月初约1小时”“排队约两周”。"),
    )
    fee_kind = models.CharField(_("收费"), max_length=8, choices=FeeKind.choices, blank=True)
    fee_fen = models.PositiveIntegerField(_("金额"), null=True, blank=True)
    fee_text = models.CharField(
        _("收费说明"), max_length=160, blank=True, help_text=_("如“80岁以上每餐补贴3元”。")
    )
    documents = models.TextField(
        _("带什么"), max_length=500, blank=True, help_text=_("一行一样。不填就是什么都不用带。")
    )
    chosen_areas = ParentalManyToManyField(
        Area,
        verbose_name=_("服务范围"),
        blank=True,
        related_name="+",
        help_text=_("不勾选就是整个辖区。"),
    )
    is_home_visit = models.BooleanField(_("上门或电话服务"), default=False)
    address = models.CharField(
        _("地址"), max_length=120, blank=True, help_text=_("写到门牌号和楼层，说清从哪个门进。")
    )
    nearest_stop = models.CharField(
        _("最近的车站"),
        max_length=80,
        blank=True,
        help_text=_("如“公交4路白下路站，下车往东走两分钟；地铁1号线张府园站2号口”。"),
    )
    latitude = models.DecimalField(
        _("纬度"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("如32.02071，可以不填。"),
    )
    longitude = models.DecimalField(
        _("经度"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("如118.79426。经纬度都填了，居民才能按远近找到。"),
    )
    contacts = ParentalManyToManyField(
        ContactFact, verbose_name=_("联系方式"), blank=True, related_name="services"
    )
    opening = models.ForeignKey(
        OpeningSchedule,
        verbose_name=_("开放时间"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
        help_text=_("在“开放时间”里先登记，再在这里选。"),
    )
    opening_note = models.CharField(
        _("时间说明"),
        max_length=120,
        blank=True,
        help_text=_("如“提前一天预约”“每月第二个周六上午”。没有固定时间的，这里必填。"),
    )
    status = models.CharField(
        _("现在的情况"), max_length=8, choices=ServiceStatus.choices, default=ServiceStatus.NORMAL
    )
    status_text = models.CharField(
        _("变动说明"), max_length=200, blank=True, help_text=_("哪里变了、受什么限制、该怎么办。")
    )
    status_until = models.DateTimeField(
        _("变动至"), null=True, blank=True, help_text=_("到时自动恢复“正常服务”。部分受限的必填。")
    )
    sort_key = models.CharField(max_length=120, editable=False, default="")
    search_text = models.TextField(editable=False, default="", blank=True)

    objects = ServiceManager()
    goes_with_residents = True

    slug_fallback = "service"
    reserved_slugs = RESERVED_SLUGS

    template = "cms_pages/service_page/index.html"
    parent_page_types = ["cms_pages.ServiceIndexPage"]
    base_form_class = ServicePageForm
    content_panels = CONTENT_PANELS
    settings_panels = SETTINGS_PANELS
    search_fields = [*Page.search_fields, index.FilterField("status")]

    class Meta:
        verbose_name = _("便民服务")
        verbose_name_plural = _("便民服务")
        indexes = [
            models.Index(fields=["sort_key", "page_ptr"], name="service_sorted"),
            models.Index(fields=["category", "sort_key"], name="service_category_sorted"),
            models.Index(fields=["area", "sort_key"], name="service_area_sorted"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fee_kind__in=["", *FeeKind.values]), name="service_fee_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
                name="service_ages_ascend",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ServiceStatus.values), name="service_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__gte=-_NORTH, latitude__lte=_NORTH, longitude__gte=-_EAST, longitude__lte=_EAST
                ),
                name="service_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(provider__isnull=True) | models.Q(provider_name=""),
                name="service_one_provider",
            ),
        ]

    @property
    def providing_body(self) -> Body | None:
        """The body that provides the service; None where it is somebody whom the site only knows by name."""
        if self.provider is not None:
            return self.provider
        return None if self.provider_name else self.body_owner

    @property
    def provider_words(self) -> str:
        """Who provides the service."""
        return self.provider_name or (self.provider or self.body_owner).name

    def status_at(self, now: datetime) -> ServiceStatus:
        """Return the status at `now`: after its end, a service runs as usual."""
        if self.status_until is not None and self.status_until <= now:
            return ServiceStatus.NORMAL
        return ServiceStatus(self.status)

    def clear_ended_status(self, now: datetime) -> None:
        """Forget a change or limit that is over at `now`, which would keep a new version from being
        published.
        """
        if self.status_until is not None and self.status_until <= now:
            self.status, self.status_text, self.status_until = ServiceStatus.NORMAL, "", None

    def publication_errors(self) -> list[PublicationError]:
        """Return what is missing or wrong for publishing."""
        return [*super().publication_errors(), *service_errors(self, now=timezone.now())]

    def derive(self) -> None:
        self.sort_key = sort_key_of(self.title)
        self.search_text = search_text_of(self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the service, and the forms about it."""
        if not self.live:
            raise Http404
        if len(path_components) == 1 and path_components[0] in {RATE, ANSWER, PROPOSE}:
            return RouteResult(self, kwargs={"view": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer a visitor. The forms are somebody's own and are not kept."""
        if not view:
            return super().serve(request, *args, **kwargs)
        from cms_pages.views.service_answer import service_answer
        from cms_pages.views.service_propose import service_propose
        from cms_pages.views.service_rate import service_rate

        return {RATE: service_rate, ANSWER: service_answer, PROPOSE: service_propose}[view](request, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the service's page shows at the present moment."""
        from cms_pages.services.detail import detail_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(detail_context(self, request, now=timezone.now()))
        return context
