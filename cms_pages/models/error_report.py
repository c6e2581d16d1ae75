"""“Find an error”: what a reader found wrong with a page, and what its owner did about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ANSWERED_STATES, ErrorKind, ErrorReportState
from cms_pages.querysets.error_reports import ErrorReportQuerySet
from communities.models import Area, Body

LONGEST_PATH = 300
LONGEST_PLACE = 100
LONGEST_TEXT = 1000
LONGEST_CONTACT = 100
LONGEST_ANSWER = 500
LONGEST_REASON = 200


class ErrorReport(models.Model):
    """One report of an error on one page, for the body that answers for the page.

    Whoever left an account is told of the answer; everybody else finds it by the code, of which only a digest
    is kept. Contact details are for the answer alone and go some weeks after it.
    """

    State = ErrorReportState
    Kind = ErrorKind

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("页面"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    path = models.CharField(_("页面地址"), max_length=LONGEST_PATH)
    page_title = models.CharField(_("页面标题"), max_length=255, blank=True)
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        Body, verbose_name=_("处理单位"), on_delete=models.PROTECT, related_name="error_reports"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=ErrorKind.choices)
    place = models.CharField(_("在页面哪里"), max_length=LONGEST_PLACE, blank=True)
    text = models.TextField(_("哪里不对"), max_length=LONGEST_TEXT)
    contact = models.CharField(_("联系方式"), max_length=LONGEST_CONTACT, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    code_digest = models.CharField(_("查询码摘要"), max_length=64, unique=True)
    reported_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("答复期限"))
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=ErrorReportState.choices, default=ErrorReportState.OPEN
    )
    answer = models.TextField(_("答复"), max_length=LONGEST_ANSWER, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("纠错")
        verbose_name_plural = _("纠错")
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(fields=["body", "state", "due_on"], name="error_report_queue"),
            models.Index(fields=["reporter", "-id"], name="error_report_own"),
            models.Index(fields=["state", "due_on"], name="error_report_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ErrorReportState.OPEN, closed_at__isnull=True)
                | ~models.Q(state=ErrorReportState.OPEN) & models.Q(closed_at__isnull=False),
                name="error_report_closed_when_not_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(ANSWERED_STATES)) | ~models.Q(answer=""),
                name="error_report_answered_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ErrorKind.values), name="error_report_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_title or self.path} · {self.get_kind_display()}"


class ErrorReportTransfer(models.Model):
    """A report went from one body to another, and why."""

    report = models.ForeignKey(ErrorReport, on_delete=models.CASCADE, related_name="transfers")
    from_body = models.ForeignKey(Body, verbose_name=_("原单位"), on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, verbose_name=_("转给"), on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("转办记录")
        verbose_name_plural = _("转办记录")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="error_report_transfer_with_reason"),
            models.CheckConstraint(
                condition=~models.Q(from_body=models.F("to_body")), name="error_report_transfer_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_body} → {self.to_body}"
