"""Who does what in a committee or street office, and what of each person may be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import StaffField
from cms_pages.querysets.staff import StaffDutyQuerySet
from communities.choices import Level
from communities.models import Area, Body, Membership


class StaffDuty(models.Model):
    """One piece of work of a body: a fact of the office, shown whoever does it, and also while nobody
    does.
    """

    body = models.ForeignKey(
        Body, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="staff_duties"
    )
    title = models.CharField(_("分工"), max_length=30, help_text=_("如“网格员”“民政专干”。"))
    work = models.CharField(
        _("办什么事"), max_length=120, blank=True, help_text=_("如“低保、临时救助、残疾人补贴”。")
    )
    phone = models.CharField(
        _("工作电话"),
        max_length=30,
        blank=True,
        help_text=_("单位的座机，换人也不变。个人手机由本人在“我的”里填。"),
    )
    places = models.ManyToManyField(
        Area,
        verbose_name=_("负责的网格和小区"),
        blank=True,
        related_name="+",
        limit_choices_to={"level__in": [Level.GRID, Level.ESTATE]},
    )
    member = models.ForeignKey(
        Membership,
        verbose_name=_("由谁负责"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="staff_duties",
        help_text=_("不选就是“暂缺”。姓名、手机等要本人在“我的”里同意才显示。"),
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = StaffDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作分工")
        verbose_name_plural = _("工作分工")
        ordering = ["body", "position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="staff_duty_has_title")]

    def __str__(self) -> str:
        return f"{self.body} · {self.title}"


class StaffCard(models.Model):
    """What a person of a body has written down about themselves for the staff page. It ends with the
    membership.

    Nothing of it is shown but what has an open `StaffConsent`.
    """

    membership = models.OneToOneField(
        Membership, verbose_name=_("任职"), on_delete=models.CASCADE, related_name="staff_card"
    )
    name = models.CharField(_("姓名"), max_length=20, blank=True)
    phone = models.CharField(_("手机或直线电话"), max_length=30, blank=True)
    hours = models.CharField(_("在岗时间"), max_length=60, blank=True)
    photo = models.ForeignKey(
        "media.Image",
        verbose_name=_("照片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("个人公开信息")
        verbose_name_plural = _("个人公开信息")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.membership)


class StaffConsent(models.Model):
    """A person agreed to show one thing about themselves, and perhaps took it back. Rows are never
    rewritten.
    """

    card = models.ForeignKey(StaffCard, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(_("项目"), max_length=8, choices=StaffField.choices)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("公开同意")
        verbose_name_plural = _("公开同意")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "field"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="staff_consent_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="staff_consent_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} · {self.get_field_display()}"
