"""When a place is open: rules, from which `communities.opening` tells the state at any moment."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.body import Body


class OpeningSchedule(models.Model):
    """The opening rules of one place of a body (its office, a canteen, a counter)."""

    class OnHolidays(models.TextChoices):
        CLOSED = "closed", _("法定节假日休息，调休日照常")
        OPEN = "open", _("节假日照常")

    body = models.ForeignKey(Body, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="schedules")
    name = models.CharField(_("名称"), max_length=50, help_text=_("如“居委会办公时间”。"))
    is_main = models.BooleanField(_("主要办公时间"), default=False)
    on_holidays = models.CharField(
        _("节假日"), max_length=6, choices=OnHolidays.choices, default=OnHolidays.CLOSED
    )

    class Meta:
        verbose_name = _("开放时间")
        verbose_name_plural = _("开放时间")
        ordering = ["body", "-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="opening_schedule_name_once"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(is_main=True), name="opening_schedule_one_main"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningRule(models.Model):
    """One span of a day on some weekdays, perhaps in one season; several make a day with a midday break.

    `weekdays` is a bit mask, Monday 1 to Sunday 64. A span whose end is not after its start runs over
    midnight. A season that ends before it starts runs over the new year.
    """

    schedule = models.ForeignKey(OpeningSchedule, on_delete=models.CASCADE, related_name="rules")
    weekdays = models.PositiveSmallIntegerField(_("星期"))
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))
    season_start = models.CharField(_("季节自（月-日）"), max_length=5, blank=True)
    season_end = models.CharField(_("季节至（月-日）"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("开放规则")
        verbose_name_plural = _("开放规则")
        ordering = ["schedule", "opens", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=127), name="opening_rule_weekdays"
            ),
            models.CheckConstraint(
                condition=models.Q(season_start="", season_end="")
                | ~models.Q(season_start="") & ~models.Q(season_end=""),
                name="opening_rule_season_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """Check the season.

        Raises:
            ValidationError: not two days of a year written as month-day.
        """
        errors = {}
        for field in ("season_start", "season_end"):
            text = getattr(self, field)
            if text and not _is_day_of_year(text):
                errors[field] = _("请写成“月-日”，如“06-15”。")
        if not errors and bool(self.season_start) != bool(self.season_end):
            errors["season_end"] = _("季节的起止日期要么都填，要么都不填。")
        if errors:
            raise ValidationError(errors)


def _is_day_of_year(text: str) -> bool:
    """Return whether `text` is a month and a day with two digits each; 29 February counts."""
    match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
    if match is None:
        return False
    try:
        date(2024, int(match[1]), int(match[2]))
    except ValueError:
        return False
    return True
