"""The working-day calendar: what the State Council's yearly arrangement changes against Monday to Friday."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import DayKind


class CalendarYear(models.Model):
    """A year whose official arrangement is known. Without its row, counting in that year warns."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    source = models.CharField(
        _("依据"), max_length=200, help_text=_("如“国务院办公厅关于2026年部分节假日安排的通知”。")
    )

    class Meta:
        verbose_name = _("年度放假安排")
        verbose_name_plural = _("年度放假安排")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day off for a festival (weekends in it too), or a weekend day at work that makes up for one."""

    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("安排"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("节日"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("放假或调休日")
        verbose_name_plural = _("放假或调休日")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
