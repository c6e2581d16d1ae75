"""A notice."""

import secrets
from datetime import datetime
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms_pages.blocks.body import BodyBlock
from cms_pages.choices import Audience, NoticeKind
from cms_pages.forms.notices import NoticePageForm
from cms_pages.models.content import ContentPage, owner_key
from cms_pages.notices.panels import CONTENT_PANELS, SETTINGS_PANELS
from cms_pages.notices.readiness import notice_errors
from cms_pages.publication.errors import PublicationError
from cms_pages.querysets.notices import NoticeManager
from communities.models import Area

PRINT_SLUG = "print"


class NoticePage(ContentPage):
    """A notice of a body, for an audience within its area.

    A notice for committees only has no public address at all: whoever asks for it gets 404, signed in or not,
    so that nothing of it can enter a cache. Officials read it in the workbench
    (`cms_pages.views.received_notices`).
    """

    Kind = NoticeKind
    Audience = Audience

    body_owner = owner_key(_("发布单位"), "notices")
    kind = models.CharField(_("类别"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.GENERAL)
    summary = models.CharField(
        _("摘要"),
        max_length=120,
        blank=True,
        help_text=_("一两句话说清什么事、什么时候、影响谁，显示在列表里。不超过120字。"),
    )
    content = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    audience = models.CharField(
        _("发布范围"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE
    )
    chosen_areas = ParentalManyToManyField(
        Area, verbose_name=_("指定的街道或社区"), blank=True, related_name="+"
    )
    effective_from = models.DateTimeField(
        _("生效时间"), null=True, blank=True, help_text=_("不填则发布即生效。生效前不出现在列表里。")
    )
    effective_until = models.DateTimeField(
        _("失效时间"),
        null=True,
        blank=True,
        help_text=_("过了这个时间，公告标明“已失效”，移出默认列表，但仍可查看。"),
    )
    is_pinned = models.BooleanField(_("置顶"), default=False)
    pinned_until = models.DateTimeField(
        _("置顶至"), null=True, blank=True, help_text=_("不填则一直置顶，直到失效或取消。")
    )
    is_urgent = models.BooleanField(
        _("紧急"), default=False, help_text=_("在发布范围内的每一页顶端显示横幅。停水停电、极端天气等才用。")
    )
    urgent_from = models.DateTimeField(
        _("横幅自"), null=True, blank=True, help_text=_("不填则生效即显示。可以填将来的时间，到时自动显示。")
    )
    urgent_until = models.DateTimeField(_("横幅至"), null=True, blank=True, help_text=_("必填，最长14天。"))
    listed_from = models.DateTimeField(_("列表日期"), null=True, blank=True, editable=False)
    search_text = models.TextField(_("检索文本"), blank=True, editable=False)

    objects = NoticeManager()
    own_paths = (f"/{PRINT_SLUG}/",)
    reserved_slugs = frozenset({"feed", PRINT_SLUG})

    template = "cms_pages/notice_page/index.html"
    parent_page_types = ["cms_pages.NoticeIndexPage", "cms_pages.DepartmentNoticesPage"]
    base_form_class = NoticePageForm
    content_panels = CONTENT_PANELS
    settings_panels = SETTINGS_PANELS
    exclude_fields_in_copy = [*ContentPage.exclude_fields_in_copy, "listed_from"]
    search_fields = [*Page.search_fields, index.FilterField("kind"), index.FilterField("audience")]

    class Meta:
        verbose_name = _("公告")
        verbose_name_plural = _("公告")
        indexes = [
            models.Index(fields=["-listed_from", "-page_ptr"], name="notice_newest"),
            models.Index(fields=["kind", "-listed_from"], name="notice_kind_newest"),
            models.Index(fields=["area", "-listed_from"], name="notice_area_newest"),
            models.Index(fields=["urgent_until"], name="notice_urgent", condition=models.Q(is_urgent=True)),
            models.Index(fields=["-listed_from"], name="notice_pinned", condition=models.Q(is_pinned=True)),
            models.Index(fields=["effective_until"], name="notice_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="notice_audience_known"
            ),
        ]

    @property
    def is_for_committees(self) -> bool:
        """Whether residents must not know of it."""
        return self.audience == Audience.COMMITTEES

    @property
    def corrected_at(self) -> datetime | None:
        """When a later version replaced the one first published; None for a notice that still reads as it
        did.
        """
        first, last = self.first_published_at, self.last_published_at
        return last if first and last and (last - first).total_seconds() >= 60 else None

    def has_ended(self, now: datetime) -> bool:
        """Return whether its effect is over at `now`."""
        return self.effective_until is not None and self.effective_until <= now

    def publication_errors(self) -> list[PublicationError]:
        """Return what is missing or wrong for publishing."""
        return [*super().publication_errors(), *notice_errors(self, now=timezone.now())]

    def derive(self) -> None:
        self.search_text = "\n".join(self.content.stream_block.get_searchable_content(self.content))
        if self.live:
            begun = self.first_published_at or timezone.now()
            self.listed_from = max(begun, self.effective_from) if self.effective_from else begun

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the notice and its print sheet. Raises Http404 for drafts, and for notices to committees."""
        if not self.live or self.is_for_committees or (self.listed_from or timezone.now()) > timezone.now():
            raise Http404
        if path_components == [PRINT_SLUG]:
            return RouteResult(self, kwargs={"view": PRINT_SLUG})
        return super().route(request, path_components)

    def get_url_parts(self, *args: Any, **kwargs: Any) -> tuple[int, str | None, str | None] | None:
        """Return the public address; a notice to committees has none."""
        return None if self.is_for_committees else super().get_url_parts(*args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the sitemap's row; none for what is not everybody's, or not yet."""
        if self.is_for_committees or (self.listed_from or timezone.now()) > timezone.now():
            return []
        return super().get_sitemap_urls(request)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("网页")), (PRINT_SLUG, _("张贴用纸"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return (
            "cms_pages/notice_page/sheet.html"
            if mode_name == PRINT_SLUG
            else super().get_preview_template(request, mode_name)
        )

    def get_template(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> str:
        if view == PRINT_SLUG:
            return "cms_pages/notice_page/sheet.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the notice's page and its print sheet show at the present moment."""
        from cms_pages.notices.detail import detail_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(detail_context(self, request, now=timezone.now()))
        return context

    def ensure_slug(self) -> None:
        # A Chinese title gives no readable address. A date and a short random word stay right when the title
        # is corrected, are short enough for a QR code on a stairwell board, and need no look at the siblings.
        if not self.slug:
            self.slug = f"{timezone.localtime():%Y%m%d}-{secrets.token_hex(3)}"
