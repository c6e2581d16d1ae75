"""社区公告: notices, whom they are for, and who has opened those meant for committees."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable

from cms_pages.blocks.body import BodyBlock
from cms_pages.models.base import BasePage, ColumnPage
from communities.models import Area, Body


class NoticeIndexPage(ColumnPage):
    """The notices of one area: its own, those below it, and those that a higher tier addressed to it."""

    column = "notices"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.StreetPage", "cms_pages.CommunityPage"]
    subpage_types = ["cms_pages.NoticePage", "cms_pages.DepartmentNoticesPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("社区公告栏目")


class DepartmentNoticesPage(ColumnPage):
    """A department's own subtree in the district's notices."""

    column = "notices"
    parent_page_types = ["cms_pages.NoticeIndexPage"]
    subpage_types = ["cms_pages.NoticePage"]

    class Meta:
        verbose_name = _("部门公告")


class NoticePage(BasePage):
    """A notice."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("通知公告")
        OUTAGE = "outage", _("停水停电停气")
        WORKS = "works", _("施工与出行")
        HEALTH = "health", _("卫生健康")
        SAFETY = "safety", _("安全提醒")
        EVENT = "event", _("活动预告")
        RECRUITMENT = "recruitment", _("招聘招募")
        MEETING = "meeting", _("会议通知")
        PUBLICITY = "publicity", _("公示")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("本辖区全体居民")
        STREETS = "streets", _("指定街道的居民")
        COMMUNITIES = "communities", _("指定社区的居民")
        COMMITTEES = "committees", _("仅发居委会")

    body_owner = models.ForeignKey(
        Body, verbose_name=_("发布单位"), on_delete=models.PROTECT, related_name="notices", editable=False
    )
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.GENERAL)
    summary = models.CharField(_("摘要"), max_length=120, blank=True)
    content = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    audience = models.CharField(
        _("发布范围"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE
    )
    effective_from = models.DateTimeField(_("生效时间"), null=True, blank=True)
    effective_until = models.DateTimeField(_("失效时间"), null=True, blank=True)
    is_pinned = models.BooleanField(_("置顶"), default=False)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    urgent_from = models.DateTimeField(_("横幅自"), null=True, blank=True)
    urgent_until = models.DateTimeField(_("横幅至"), null=True, blank=True)

    parent_page_types = ["cms_pages.NoticeIndexPage", "cms_pages.DepartmentNoticesPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("公告")
        verbose_name_plural = _("公告")


class NoticeAudience(models.Model):
    """One area that a notice is addressed to, with all below it."""

    notice = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="audience_areas")
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "area"], name="notice_audience_once")]

    def __str__(self) -> str:
        return str(self.area)


class NoticeAttachment(Orderable):
    """A file that goes with a notice."""

    notice = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.Document", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("附件")

    def __str__(self) -> str:
        return str(self.document)


class NoticeReceipt(models.Model):
    """That an official of a body that a notice was sent to has opened it, and perhaps signed for it."""

    notice = models.ForeignKey(NoticePage, on_delete=models.CASCADE, related_name="receipts")
    body = models.ForeignKey(
        Body, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="notice_receipts"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("查看人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("查看时间"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "body"], name="notice_receipt_once_per_body")
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.notice}"


class NoticeRelease(models.Model):
    """Several notices published together at one moment, all or none."""

    name = models.CharField(_("名称"), max_length=60)
    body = models.ForeignKey(
        Body, verbose_name=_("发布单位"), on_delete=models.PROTECT, related_name="releases"
    )
    release_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    released_at = models.DateTimeField(_("实际发布时间"), null=True, blank=True, editable=False)
    failure = models.TextField(_("未能发布的原因"), blank=True, editable=False)

    class Meta:
        verbose_name = _("联合发布")
        verbose_name_plural = _("联合发布")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
