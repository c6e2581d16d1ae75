"""How often somebody has sent a form, for limits that hold without any cache server."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.submission_counts import SubmissionCountQuerySet


class SubmissionCount(models.Model):
    """How many forms of one purpose one sender has sent in one window of time.

    Who sent them is a keyed hash (`cms_pages.submissions.limits`); rows go when their window is over.
    """

    purpose = models.CharField(_("用途"), max_length=32)
    sender = models.CharField(_("来源标记"), max_length=64)
    window_ends = models.DateTimeField(_("窗口结束"))
    count = models.PositiveIntegerField(_("次数"), default=0)

    objects = SubmissionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("提交次数")
        verbose_name_plural = _("提交次数")
        ordering = ["pk"]
        indexes = [models.Index(fields=["window_ends"], name="submission_count_ends")]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "sender", "window_ends"], name="submission_count_once_a_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.count}"
