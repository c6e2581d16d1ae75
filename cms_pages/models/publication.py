"""What the publishing timer could not do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body


class ScheduleFailure(models.Model):
    """That the scheduled version of a page was refused when its moment came.

    Shown to the page's body until the page is published or scheduled again; the timer does not try by itself.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("页面"), on_delete=models.CASCADE, related_name="schedule_failure"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("单位"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    due_at = models.DateTimeField(_("原定时间"))
    failed_at = models.DateTimeField(_("失败时间"))
    reason = models.TextField(_("原因"))

    class Meta:
        verbose_name = _("未能定时发布的页面")
        verbose_name_plural = _("未能定时发布的页面")
        ordering = ["-failed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}：{self.reason}"
