"""What the site's inspection of itself found, and the limits that the district sets for it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import FindingState
from communities.models.area import Area
from communities.models.body import Body
from communities.querysets import InspectionFindingQuerySet

HIGHEST_LIMIT = 3650


class InspectionLimit(models.Model):
    """One limit that the district has set; without a row the one in code holds (`communities.inspection`)."""

    key = models.CharField(_("项目"), max_length=40, unique=True)
    value = models.PositiveSmallIntegerField(
        _("限值"), validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_LIMIT)]
    )

    class Meta:
        verbose_name = _("自查限值")
        verbose_name_plural = _("自查限值")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=1, value__lte=HIGHEST_LIMIT), name="inspection_limit_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class InspectionFinding(models.Model):
    """One thing that the last inspection found. Rows come and go with what they tell of; events keep the
    past.

    Written by `communities.actions.inspect_site` alone.
    """

    check_key = models.CharField(_("项目"), max_length=40)
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.CASCADE, related_name="findings")
    body = models.ForeignKey(
        Body, verbose_name=_("单位"), null=True, on_delete=models.CASCADE, related_name="findings"
    )
    subject = models.CharField(_("对象"), max_length=100, blank=True)
    title = models.CharField(_("内容"), max_length=200)
    url = models.CharField(_("地址"), max_length=300, blank=True)
    state = models.CharField(_("情况"), max_length=8, choices=FindingState.choices)
    since = models.DateTimeField(_("自"), null=True, blank=True)
    found_at = models.DateTimeField(_("发现时间"))

    objects = InspectionFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("自查发现")
        verbose_name_plural = _("自查发现")
        ordering = ["area__path", "check_key", "subject", "pk"]
        indexes = [models.Index(fields=["body", "state"], name="finding_of_body")]
        constraints = [
            models.UniqueConstraint(fields=["check_key", "area", "subject"], name="finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.title}"
