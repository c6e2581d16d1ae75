"""Personal data that was taken out of a disclosure."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.disclosure_records import DisclosureMaskQuerySet

LONGEST_MASKED = 500
LONGEST_REASON = 100


class DisclosureMask(models.Model):
    """That some words, or a file, were taken out of every version of a disclosure, for a public reason.

    The words are no longer in the page, its versions or revisions: this row alone keeps them, for the
    roles that `permissions.can_read_masked` names, and each reading is an event.
    """

    page = models.ForeignKey("cms_pages.DisclosurePage", on_delete=models.PROTECT, related_name="masks")
    text = models.TextField(_("隐去的文字"), max_length=LONGEST_MASKED, blank=True)
    document = models.ForeignKey(
        "media.Document",
        verbose_name=_("隐去的附件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    document.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    reason = models.CharField(
        _("理由"),
        max_length=LONGEST_REASON,
        help_text=_("会公开。写为什么隐去，不要写隐去了什么。如“居民身份证号，依法不得公开”。"),
    )
    masked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    masked_at = models.DateTimeField(_("隐去时间"))

    objects = DisclosureMaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人信息隐去")
        verbose_name_plural = _("个人信息隐去")
        ordering = ["-masked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="disclosure_mask_has_reason"),
            models.CheckConstraint(
                condition=(Q(text="") & Q(document__isnull=False)) | (~Q(text="") & Q(document__isnull=True)),
                name="disclosure_mask_text_or_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.reason}"
