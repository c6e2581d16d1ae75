"""The catalogue, what each committee owes under it, and what was called to mind."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.choices import CommunityKind
from communities.models import Area, Body
from disclosure.choices import (
    AppliesTo,
    Audience,
    CountsFrom,
    Cycle,
    DisclosureKind,
    DutyState,
    ElementForm,
    ReminderStage,
)
from disclosure.clock import Dates, state_on
from disclosure.elements import Element
from disclosure.periods import Period, period_label
from disclosure.querysets import DisclosureDutyQuerySet, DisclosureItemQuerySet

LONGEST_LIMIT = 120
LONGEST_OCCASION = 60


def kind_label(kind: str, area: Area) -> str:
    """Return the kind as `area` calls it: 居务 is 村务 in a village."""
    if kind == DisclosureKind.AFFAIRS and area.kind == CommunityKind.VILLAGERS:
        return str(_("村务"))
    return str(DisclosureKind(kind).label)


class DisclosureItem(models.Model):
    """One item of a catalogue: of the district's standard, or a committee's own.

    A standard item holds for every committee of the kind it applies to; a committee's own for that one alone.
    """

    body = models.ForeignKey(
        Body,
        verbose_name=_("居委会"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="disclosure_items",
    )
    code = models.SlugField(_("代码"), max_length=40, null=True, blank=True, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=8, choices=DisclosureKind.choices)
    applies_to = models.CharField(
        _("适用于"), max_length=10, choices=AppliesTo.choices, default=AppliesTo.ALL
    )
    title = models.CharField(_("事项名称"), max_length=60)
    village_title = models.CharField(
        _("村务公开的名称"), max_length=60, blank=True, help_text=_("村里另有叫法的才填。")
    )
    elements = models.JSONField(_("公开要素"), default=list)
    legal_basis = models.CharField(_("依据"), max_length=300, help_text=_("法律、法规或文件名称。"))
    cycle = models.CharField(_("公开周期"), max_length=12, choices=Cycle.choices)
    counts_from = models.CharField(
        _("期限从何时起算"),
        max_length=6,
        choices=CountsFrom.choices,
        default=CountsFrom.END,
        help_text=_("计划、名单一类从期初算，收支、总结一类从期末算；即时公开的从事项发生之日算。"),
    )
    limit_days = models.PositiveSmallIntegerField(
        _("期限"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIMIT)],
        help_text=_("起算日之后多少个工作日之内公开。"),
    )
    audience = models.CharField(
        _("公开对象"), max_length=10, choices=Audience.choices, default=Audience.RESIDENTS
    )
    channels = models.CharField(
        _("公开渠道"),
        max_length=60,
        default="本网站、公开栏",
        help_text=_("除本网站外还在哪里公开，用顿号隔开，如“本网站、公开栏、居民会议”。"),
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    counted_from = models.DateField(_("自何日起要求"), help_text=_("在这一天之前结束的期间不要求公开。"))
    ended_on = models.DateField(
        _("停用日期"), null=True, blank=True, help_text=_("这一天起不再要求；公开过的内容保留。")
    )

    objects = DisclosureItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项")
        verbose_name_plural = _("公开目录")
        # The standard first.
        ordering = [F("body").asc(nulls_first=True), "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(body__isnull=True),
                name="disclosure_item_standard_title_once",
                violation_error_message=_("统一目录里已有这个名称的事项。"),
            ),
            models.UniqueConstraint(
                fields=["body", "title"],
                condition=Q(body__isnull=False),
                name="disclosure_item_own_title_once",
                violation_error_message=_("本单位已有这个名称的事项。"),
            ),
            models.CheckConstraint(
                condition=Q(limit_days__gte=1, limit_days__lte=LONGEST_LIMIT),
                name="disclosure_item_limit_in_range",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DisclosureKind.values), name="disclosure_item_kind_known"
            ),
            models.CheckConstraint(condition=Q(cycle__in=Cycle.values), name="disclosure_item_cycle_known"),
            models.CheckConstraint(
                condition=Q(body__isnull=True) | Q(code__isnull=True), name="disclosure_item_own_without_code"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_standard(self) -> bool:
        """Whether it is of the district's catalogue."""
        return self.body_id is None

    @property
    def element_list(self) -> list[Element]:
        """The elements, in their order."""
        return [Element.from_json(kept) for kept in self.elements]

    def title_in(self, area: Area) -> str:
        """Return the item's name in `area`."""
        in_village = area.kind == CommunityKind.VILLAGERS
        return self.village_title if in_village and self.village_title else self.title

    def holds_in(self, area: Area) -> bool:
        """Return whether the item is one for communities of the kind of `area`."""
        kinds = {
            AppliesTo.ALL: {CommunityKind.RESIDENTS, CommunityKind.VILLAGERS},
            AppliesTo.RESIDENTS: {CommunityKind.RESIDENTS},
            AppliesTo.VILLAGES: {CommunityKind.VILLAGERS},
        }
        return area.kind in kinds[AppliesTo(self.applies_to)]

    def needs_table(self) -> bool:
        """Return whether some element is a table."""
        return any(element.form == ElementForm.TABLE for element in self.element_list)


class DisclosureDuty(models.Model):
    """What one committee owes under one item for one period, or on one occasion.

    Its dates and the day it was met are facts; `state_on` says where it stands. Once met, its dates don't
    change any more: it was judged by the limit of its time.
    """

    item = models.ForeignKey(
        DisclosureItem, verbose_name=_("公开事项"), on_delete=models.PROTECT, related_name="duties"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("居委会"), on_delete=models.PROTECT, related_name="disclosure_duties"
    )
    starts_on = models.DateField(_("期间自"))
    ends_on = models.DateField(_("期间至"))
    occasion = models.CharField(_("发生的事项"), max_length=LONGEST_OCCASION, blank=True)
    opens_on = models.DateField(_("可以公开之日"))
    due_on = models.DateField(_("公开期限"))
    very_late_after = models.DateField(_("严重逾期界限"))
    met_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    met_on = models.DateField(_("公开日期"), null=True, blank=True)

    objects = DisclosureDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开时限")
        verbose_name_plural = _("公开时限")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "item", "starts_on", "ends_on", "occasion"], name="disclosure_duty_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="disclosure_duty_period_ascends"
            ),
            models.CheckConstraint(
                condition=Q(
                    opens_on__gte=F("starts_on"),
                    due_on__gte=F("opens_on"),
                    very_late_after__gte=F("due_on"),
                ),
                name="disclosure_duty_dates_ascend",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_on__isnull=True)
                | Q(met_at__isnull=False, met_on__isnull=False),
                name="disclosure_duty_met_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on"], name="disclosure_duty_of_body"),
            models.Index(fields=["due_on"], condition=Q(met_on__isnull=True), name="disclosure_duty_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """What it is about."""
        return Period(self.starts_on, self.ends_on)

    @property
    def dates(self) -> Dates:
        """When it changes its state."""
        return Dates(self.opens_on, self.due_on, self.very_late_after)

    @property
    def period_words(self) -> str:
        """The period, or the day of the occasion, as people name it."""
        return period_label(self.period)

    @property
    def title(self) -> str:
        """What its disclosure is called: 2026年第三季度财务收支情况."""
        name = self.item.title_in(self.body.area)
        if self.occasion:
            return str(_("%(item)s：%(occasion)s") % {"item": name, "occasion": self.occasion})
        return f"{self.period_words}{name}"

    @property
    def was_on_time(self) -> bool:
        """Whether it was met, and within the limit."""
        return self.met_on is not None and self.met_on <= self.due_on

    def state_on(self, today: date) -> DutyState:
        """Return where it stands on `today`."""
        return state_on(today, dates=self.dates, met_on=self.met_on)


class DutyReminder(models.Model):
    """That a duty was called to mind; each stage once."""

    duty = models.ForeignKey(DisclosureDuty, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField(_("提醒"), max_length=10, choices=ReminderStage.choices)
    reminded_at = models.DateTimeField(_("提醒时间"))

    class Meta:
        verbose_name = _("时限提醒")
        verbose_name_plural = _("时限提醒")
        ordering = ["-reminded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "stage"], name="disclosure_reminder_once_per_stage")
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} · {self.get_stage_display()}"
