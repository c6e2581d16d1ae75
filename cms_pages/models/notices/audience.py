"""Whom a published notice is addressed to, resolved to areas."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area


class NoticeAudience(models.Model):
    """One area that a published notice is addressed to, with all below it.

    Derived from the notice's `audience` and `chosen_areas` when it is published, for every variant, so that
    lists ask one question. Written by `cms_pages.actions` alone; a draft has no rows.
    """

    notice = models.ForeignKey(
        "cms_pages.NoticePage", on_delete=models.CASCADE, related_name="audience_areas"
    )
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+")
    # The same fact is in the notice's own choice, which “used in” shows.
    area.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        verbose_name = _("公告范围")
        verbose_name_plural = _("公告范围")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "area"], name="notice_audience_once")]

    def __str__(self) -> str:
        return str(self.area)
