"""What was public, and from when."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.models.disclosures.check import DisclosureCheck


class DisclosureVersion(models.Model):
    """One published version of a disclosure, whole, so that no purge of revisions takes it away.

    As long as there is one, the page can't be deleted.
    """

    page = models.ForeignKey("cms_pages.DisclosurePage", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    check_row = models.OneToOneField(
        DisclosureCheck, null=True, on_delete=models.SET_NULL, related_name="version"
    )
    published_at = models.DateTimeField(_("公开时间"))
    note = models.CharField(_("更正说明"), max_length=200, blank=True)
    content: Any = models.JSONField(_("内容"))
    attachments: Any = models.JSONField(_("附件"), default=list)

    class Meta:
        verbose_name = _("公开的版本")
        verbose_name_plural = _("公开的版本")
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="disclosure_version_numbered_once")
        ]

    def __str__(self) -> str:
        return str(_("第%(number)d版") % {"number": self.number})
