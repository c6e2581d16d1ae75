"""What moderators did, for everybody to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body
from moderation.choices import LogAction
from moderation.models.queue import LONGEST_REASON


class LogEntry(models.Model):
    """One line of the public log: what was done to what, by which body, and why.

    It never says who reported, who wrote or what the hidden words were; the audit rows (`events`) know more.
    """

    at = models.DateTimeField(_("时间"))
    body = models.ForeignKey(Body, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("处理"), max_length=20, choices=LogAction.choices)
    subject = models.CharField(_("对象"), max_length=100)
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON, blank=True)
    object_kind = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("管理记录")
        verbose_name_plural = _("管理记录")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["body", "-id"], name="moderation_log_of_body")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"
