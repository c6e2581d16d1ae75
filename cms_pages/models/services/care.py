"""When somebody last said that a service's record is right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body


class ServiceCare(models.Model):
    """The last assurance of a published service, and the last reminder to give one.

    A row of its own rather than fields of the page: an assurance must not become a revision, and an older
    revision must not bring an older assurance back. Written by `cms_pages.actions` alone.
    """

    service = models.OneToOneField("cms_pages.ServicePage", on_delete=models.CASCADE, related_name="care")
    assured_at = models.DateTimeField(_("核对时间"), db_index=True)
    assured_for = models.ForeignKey(
        Body, verbose_name=_("核对单位"), on_delete=models.PROTECT, related_name="+"
    )
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核对人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("服务核对")
        verbose_name_plural = _("服务核对")
        ordering = ["assured_at", "pk"]

    def __str__(self) -> str:
        return f"{self.service} · {self.assured_at:%Y-%m-%d}"
