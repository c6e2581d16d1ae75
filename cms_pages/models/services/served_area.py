"""Which areas a published service is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area


class ServedArea(models.Model):
    """One area whose residents a published service serves, with all below it.

    Derived from the service's `chosen_areas` when it is published, so that lists ask one question: where
    none is chosen it is the publisher's own. Written by `cms_pages.actions` alone; a draft has no rows.
    """

    service = models.ForeignKey(
        "cms_pages.ServicePage", on_delete=models.CASCADE, related_name="served_areas"
    )
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+")
    # The same fact is in the service's own choice, which “used in” shows.
    area.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        verbose_name = _("服务范围")
        verbose_name_plural = _("服务范围")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "area"], name="served_area_once")]

    def __str__(self) -> str:
        return str(self.area)
