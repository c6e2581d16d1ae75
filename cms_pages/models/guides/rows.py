"""Where a guide's matter is handled and whom to call, each chosen among the facts that bodies keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cms_pages.models.guides.shared_fact import SharedFact
from communities.choices import ContactKind, Level
from communities.models import ContactFact, OpeningSchedule

_OF_THE_DISTRICT = {"body__area__level": Level.DISTRICT}


class GuidePlace(Orderable):
    """A counter: an address and opening hours that a body keeps, and which window there."""

    guide = ParentalKey("cms_pages.GuidePage", on_delete=models.CASCADE, related_name="places")
    # CASCADE, since a revision may outlive a fact; `GuideUse` protects those that published guides show.
    address = models.ForeignKey(
        ContactFact,
        verbose_name=_("地址"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={**_OF_THE_DISTRICT, "kind": ContactKind.ADDRESS, "is_public": True},
    )
    schedule = models.ForeignKey(
        OpeningSchedule,
        verbose_name=_("开放时间"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to=_OF_THE_DISTRICT,
        help_text=_("不选就用该单位的主要办公时间。"),
    )
    window = models.CharField(_("窗口"), max_length=60, blank=True, help_text=_("如“一楼3号社会救助窗口”。"))

    panels = [FieldPanel("address"), FieldPanel("schedule"), FieldPanel("window")]

    class Meta(Orderable.Meta):
        verbose_name = _("办理地点")
        verbose_name_plural = _("办理地点")

    def __str__(self) -> str:
        return self.window or str(self.address)


class GuidePhone(Orderable):
    """A number that a body keeps, for enquiries or for complaints."""

    class Purpose(models.TextChoices):
        ENQUIRY = "enquiry", _("咨询")
        COMPLAINT = "complaint", _("投诉")

    guide = ParentalKey("cms_pages.GuidePage", on_delete=models.CASCADE, related_name="phones")
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose.choices, default=Purpose.ENQUIRY)
    fact = models.ForeignKey(
        ContactFact,
        verbose_name=_("电话"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={
            **_OF_THE_DISTRICT,
            "kind__in": (ContactKind.PHONE, ContactKind.HOTLINE),
            "is_public": True,
        },
    )

    panels = [FieldPanel("purpose"), FieldPanel("fact")]

    class Meta(Orderable.Meta):
        verbose_name = _("电话")
        verbose_name_plural = _("电话")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}：{self.fact}"


class GuideUse(models.Model):
    """That a published guide shows a fact: the answer to “where is it used”, and why it can't be taken away.

    Derived at publication by `cms_pages.actions`; exactly one of the three is set.
    """

    guide = models.ForeignKey("cms_pages.GuidePage", on_delete=models.CASCADE, related_name="uses")
    contact_fact = models.ForeignKey(
        ContactFact, null=True, on_delete=models.PROTECT, related_name="guide_uses"
    )
    schedule = models.ForeignKey(
        OpeningSchedule, null=True, on_delete=models.PROTECT, related_name="guide_uses"
    )
    shared_fact = models.ForeignKey(
        SharedFact, null=True, on_delete=models.PROTECT, related_name="guide_uses"
    )

    class Meta:
        verbose_name = _("指南引用")
        verbose_name_plural = _("指南引用")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    contact_fact__isnull=False, schedule__isnull=True, shared_fact__isnull=True
                )
                | models.Q(contact_fact__isnull=True, schedule__isnull=False, shared_fact__isnull=True)
                | models.Q(contact_fact__isnull=True, schedule__isnull=True, shared_fact__isnull=False),
                name="guide_use_of_one_fact",
            ),
            models.UniqueConstraint(fields=["guide", "contact_fact"], name="guide_use_contact_once"),
            models.UniqueConstraint(fields=["guide", "schedule"], name="guide_use_schedule_once"),
            models.UniqueConstraint(fields=["guide", "shared_fact"], name="guide_use_shared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} ← {self.contact_fact or self.schedule or self.shared_fact}"
