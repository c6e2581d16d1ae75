"""Who has opened a notice that was sent to committees, who has signed for it, and who was reminded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body


class NoticeReceipt(models.Model):
    """That an official of a body that a notice was sent to has opened it, and perhaps signed for it."""

    notice = models.ForeignKey("cms_pages.NoticePage", on_delete=models.CASCADE, related_name="receipts")
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
        verbose_name = _("公告签收")
        verbose_name_plural = _("公告签收")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "body"], name="notice_receipt_once_per_body"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | models.Q(signed_at__gte=models.F("opened_at")),
                name="notice_receipt_signed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.notice}"


class NoticeReminder(models.Model):
    """That the bodies which had not signed were reminded, once, by the publisher."""

    notice = models.ForeignKey("cms_pages.NoticePage", on_delete=models.CASCADE, related_name="reminders")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提醒人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("提醒时间"))
    body_count = models.PositiveIntegerField(_("提醒单位数"))

    class Meta:
        verbose_name = _("签收提醒")
        verbose_name_plural = _("签收提醒")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M} · {self.notice}"
