"""A consultation: a text, what is asked about it, until when, and what was made of the answers."""

from datetime import datetime
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.url_routing import RouteResult

from cms_pages.blocks.body import BodyBlock
from cms_pages.blocks.consultations import OutcomePointBlock, QuestionBlock
from cms_pages.choices import ConsultationAudience, ConsultationState, OpinionDisplay
from cms_pages.consultations.panels import CONTENT_PANELS, OUTCOME_PANELS, SETTINGS_PANELS
from cms_pages.consultations.readiness import consultation_errors
from cms_pages.forms.consultations import ConsultationPageForm
from cms_pages.models.content import ContentPage, owner_key
from cms_pages.models.notices.lists import SEGMENT
from cms_pages.publication.errors import PublicationError
from cms_pages.querysets.consultations import ConsultationManager

OPINION = "opinion"


class ConsultationPage(ContentPage):
    """A consultation of a body. It lies under the notices of its area (docs/decisions/0041-consultations.md).

    Its state is told by the clock and by the published outcome (`state_at`); nobody closes it by hand.
    """

    State = ConsultationState
    Audience = ConsultationAudience
    Display = OpinionDisplay

    body_owner = owner_key(_("征集单位"), "consultations")
    summary = models.CharField(
        _("摘要"),
        max_length=120,
        blank=True,
        help_text=_("一两句话：打算做什么，想听谁的意见。显示在列表里。"),
    )
    content = StreamField(BodyBlock(), verbose_name=_("征求意见的内容"), blank=True)
    asked = models.TextField(
        _("想听哪些意见"),
        max_length=500,
        blank=True,
        help_text=_("写具体，如“长椅放在哪里合适”“每月最多愿意交多少钱”。"),
    )
    questions = StreamField([("question", QuestionBlock())], verbose_name=_("问卷"), blank=True, max_num=12)
    opens_at = models.DateTimeField(_("开始时间"), null=True, blank=True, help_text=_("不填则发布即开始。"))
    closes_at = models.DateTimeField(
        _("截止时间"),
        null=True,
        blank=True,
        help_text=_("到时自动结束，不用手工关闭。重大事项一般不少于30天，其他一般不少于7天。"),
    )
    audience = models.CharField(
        _("谁可以提意见"),
        max_length=10,
        choices=ConsultationAudience.choices,
        default=ConsultationAudience.RESIDENTS,
    )
    display = models.CharField(
        _("居民意见是否公开"),
        max_length=10,
        choices=OpinionDisplay.choices,
        default=OpinionDisplay.REVIEWED,
        help_text=_("没有登录的人提的意见都不公开，只给征集单位看。"),
    )
    outcome_summary = models.TextField(
        _("结果"),
        max_length=2000,
        blank=True,
        help_text=_("截止后20个工作日内公布：收到多少意见，最后怎么定的，下一步做什么。"),
    )
    outcome_points = StreamField([("point", OutcomePointBlock())], verbose_name=_("意见采纳情况"), blank=True)
    listed_from = models.DateTimeField(_("列表日期"), null=True, blank=True, editable=False)
    search_text = models.TextField(_("检索文本"), blank=True, editable=False)

    slug_fallback = "consultation"
    # What the list itself has there.
    reserved_slugs = frozenset({"feed", SEGMENT})

    objects = ConsultationManager()

    template = "cms_pages/consultation_page/index.html"
    parent_page_types = ["cms_pages.NoticeIndexPage", "cms_pages.DepartmentNoticesPage"]
    base_form_class = ConsultationPageForm
    content_panels = [*CONTENT_PANELS, *OUTCOME_PANELS]
    settings_panels = SETTINGS_PANELS
    exclude_fields_in_copy = [
        *ContentPage.exclude_fields_in_copy,
        "outcome_summary",
        "outcome_points",
        "listed_from",
    ]

    class Meta:
        verbose_name = _("意见征集")
        verbose_name_plural = _("意见征集")
        indexes = [
            models.Index(fields=["-listed_from", "-page_ptr"], name="consultation_newest"),
            models.Index(fields=["area", "-listed_from"], name="consultation_area_newest"),
            models.Index(fields=["closes_at"], name="consultation_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=ConsultationAudience.values),
                name="consultation_audience_known",
            ),
            models.CheckConstraint(
                condition=models.Q(display__in=OpinionDisplay.values), name="consultation_display_known"
            ),
        ]

    def state_at(self, now: datetime) -> ConsultationState:
        """Return the state at `now`. Twin of `ConsultationQuerySet.in_state`."""
        if self.outcome_summary:
            return ConsultationState.OUTCOME
        if self.closes_at is None or self.closes_at <= now:
            return ConsultationState.CLOSED
        if self.opens_at is not None and self.opens_at > now:
            return ConsultationState.COMING
        return ConsultationState.OPEN

    def next_change(self, now: datetime) -> datetime | None:
        """Return the first moment after `now` at which the clock alone changes the state."""
        moments = [moment for moment in (self.opens_at, self.closes_at) if moment and moment > now]
        return min(moments, default=None)

    def publication_errors(self) -> list[PublicationError]:
        """Return what is missing or wrong for publishing."""
        return [*super().publication_errors(), *consultation_errors(self, now=timezone.now())]

    def derive(self) -> None:
        body = self.content.stream_block.get_searchable_content(self.content)
        self.search_text = "\n".join([*body, self.asked])
        if self.live:
            self.listed_from = self.first_published_at or timezone.now()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the consultation, and the form for an opinion."""
        if not self.live:
            raise Http404
        if path_components == [OPINION]:
            return RouteResult(self, kwargs={"view": OPINION})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer a visitor. The form is somebody's own and is not kept."""
        if view == OPINION:
            from cms_pages.views.consultation_opinion import consultation_opinion

            return consultation_opinion(request, self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows at the present moment."""
        from cms_pages.consultations.detail import detail_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(detail_context(self, request, now=timezone.now()))
        return context


class ConsultationAttachment(Orderable):
    """A file that goes with a consultation."""

    consultation = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.Document", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")

    def __str__(self) -> str:
        return str(self.document)
