"""Whether a guide was useful, as its readers said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.guides import GuideFeedbackQuerySet

LONGEST_COMMENT = 500


class GuideFeedback(models.Model):
    """What one reader said of one guide; saying it again replaces it.

    `voter` is a keyed hash of the signed-in person's key or of a random token in the browser, never either
    itself.
    """

    guide = models.ForeignKey(
        "cms_pages.GuidePage", verbose_name=_("指南"), on_delete=models.CASCADE, related_name="feedback"
    )
    voter = models.CharField(max_length=64, editable=False)
    was_useful = models.BooleanField(_("有用"))
    comment = models.TextField(_("意见"), max_length=LONGEST_COMMENT, blank=True)
    said_at = models.DateTimeField(_("时间"))

    objects = GuideFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("指南评价")
        verbose_name_plural = _("指南评价")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "voter"], name="guide_feedback_once"),
        ]

    def __str__(self) -> str:
        return f"{self.guide}：{_('有用') if self.was_useful else _('没用')}"
