"""When a guide was last read through by its owner, and when that is due again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuideCare(models.Model):
    """The review of a published guide.

    A row of its own rather than fields of the page: a review must not become a revision, and an older
    revision must
    not bring an older review back. Written by `cms_pages.actions` alone.
    """

    class Reminded(models.IntegerChoices):
        NOT_YET = 0, _("未提醒")
        SOON = 1, _("已提醒快到期")
        OVERDUE = 2, _("已提醒过期")

    guide = models.OneToOneField("cms_pages.GuidePage", on_delete=models.CASCADE, related_name="care")
    reviewed_on = models.DateField(_("核对日期"))
    due_on = models.DateField(_("下次核对期限"), db_index=True)
    reminded = models.PositiveSmallIntegerField(_("提醒"), choices=Reminded.choices, default=Reminded.NOT_YET)

    class Meta:
        verbose_name = _("指南核对")
        verbose_name_plural = _("指南核对")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("reviewed_on")), name="guide_care_due_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide}：{self.due_on}"
