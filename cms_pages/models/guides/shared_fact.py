"""Standards and charges that several guides name, held once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.guides import SharedFactQuerySet
from communities.models import Body


class SharedFact(models.Model):
    """A figure that guides refer to by its name (`[[低保标准]]`): a standard, a charge.

    Its values are rows with the day from which each holds, so that next year's can be written down today
    and last
    year's can still be read. Written by `cms_pages.actions` alone.
    """

    name = models.CharField(
        _("名称"), max_length=30, unique=True, help_text=_("指南按名称引用，定下后不能改。如“低保标准”。")
    )
    unit = models.CharField(_("单位"), max_length=20, blank=True, help_text=_("如“元/人·月”。"))
    body = models.ForeignKey(
        Body, verbose_name=_("负责单位"), on_delete=models.PROTECT, related_name="shared_facts"
    )

    objects = SharedFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("常用标准")
        verbose_name_plural = _("常用标准")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SharedFactValue(models.Model):
    """What the fact is from a day on, until the next one."""

    fact = models.ForeignKey(SharedFact, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(_("数值"), max_length=40)
    source = models.CharField(_("依据"), max_length=160)
    effective_from = models.DateField(_("生效日期"))

    class Meta:
        verbose_name = _("标准的数值")
        verbose_name_plural = _("标准的数值")
        ordering = ["fact", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "effective_from"], name="shared_fact_value_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.fact}：{self.value}{self.fact.unit}"
