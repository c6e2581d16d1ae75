"""Enquiries: a topic that a body has to answer by a day, and what happens until it has."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import BodyKind
from communities.models import Body
from forum.choices import OPEN_STATES, EnquiryState, Purpose, ReferralState, Step
from forum.models.topics import LONGEST_TEXT, Post, Topic
from forum.querysets.enquiries import EnquiryQuerySet, ReferralQuerySet

MOST_STARS = 5


class EnquiryCategory(models.Model):
    """What an enquiry may be about: which body it goes to, and how long that has to answer."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    body_kind = models.CharField(
        _("一般由谁办理"),
        max_length=24,
        choices=[(kind.value, kind.label) for kind in (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE)],
        default=BodyKind.COMMITTEE,
    )
    department = models.ForeignKey(
        Body,
        verbose_name=_("指定部门"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("填了部门，就直接交给它办理。"),
    )
    working_days = models.PositiveSmallIntegerField(_("答复期限（工作日）"), default=5)
    needs_signature = models.BooleanField(
        _("答复要由第二人签发"), default=False, help_text=_("一人拟稿，另一人签发后才公布。")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("咨询类别")
        verbose_name_plural = _("咨询类别")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(working_days__gte=1, working_days__lte=60), name="enquiry_category_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Enquiry(models.Model):
    """The part of an enquiry that its topic does not have: number, body, clock, state, and what became of it.

    `body` is who has to answer now, `due_on` the last day for it. A private one's topic is in no list,
    count, feed or
    index; who asked reads it by their account, or anywhere by number and query code.
    """

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="enquiry")
    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("序号"))
    purpose = models.CharField(_("性质"), max_length=8, choices=Purpose.choices)
    category = models.ForeignKey(
        EnquiryCategory, verbose_name=_("类别"), on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("办理单位"), on_delete=models.PROTECT, related_name="enquiries"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=EnquiryState.choices, default=EnquiryState.RECEIVED
    )
    query_digest = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(_("受理时间"))
    due_on = models.DateField(_("答复期限"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer_draft = models.TextField(_("答复拟稿"), max_length=LONGEST_TEXT, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.ForeignKey(
        Post, verbose_name=_("答复"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("首次答复时间"), null=True)
    answered_by_body = models.ForeignKey(
        Body, verbose_name=_("首次答复单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    was_on_time = models.BooleanField(_("按期答复"), null=True)
    working_days_taken = models.PositiveIntegerField(_("答复用了几个工作日"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    reopened_count = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    follow_up_on = models.DateField(_("回访日期"), null=True)
    was_asked = models.BooleanField(_("已回访"), default=False)
    is_solved = models.BooleanField(_("问题解决了"), null=True)
    stars = models.PositiveSmallIntegerField(_("满意度"), null=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("咨询投诉")
        verbose_name_plural = _("咨询投诉")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="enquiry_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="answered", answer__isnull=False, answered_at__isnull=False)
                | ~models.Q(state="answered"),
                name="enquiry_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("confirmed", "merged"), closed_at__isnull=False)
                | ~models.Q(state__in=("confirmed", "merged")) & models.Q(closed_at__isnull=True),
                name="enquiry_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(stars__isnull=True) | models.Q(stars__gte=1, stars__lte=MOST_STARS),
                name="enquiry_stars",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state="merged"),
                name="enquiry_merged_whole",
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "due_on"], name="enquiry_of_body")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number by which people and offices name it: 2026-000123."""
        return f"{self.year}-{self.serial:06d}"

    @property
    def is_open(self) -> bool:
        """Whether its clock runs."""
        return self.state in OPEN_STATES

    def is_late(self, today: date) -> bool:
        """Return whether it should have been answered before `today`."""
        return self.is_open and self.due_on < today


class EnquiryStep(models.Model):
    """One line of what happened; private ones are for the offices alone."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("步骤"), max_length=12, choices=Step.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = models.ForeignKey(
        Body, verbose_name=_("单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("说明"), max_length=1000, blank=True)
    is_private = models.BooleanField(_("仅内部可见"), default=False)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enquiry} {self.get_step_display()}"


class AnswerTemplate(models.Model):
    """Words that a body uses again and again."""

    body = models.ForeignKey(Body, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("名称"), max_length=40)
    text = models.TextField(_("内容"), max_length=2000)

    class Meta:
        verbose_name = _("答复模板")
        verbose_name_plural = _("答复模板")
        ordering = ["body", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="answer_template_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Referral(models.Model):
    """A 联系单: one office asks another, up or down, with a receipt and a clock. Residents never see it."""

    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("序号"))
    from_body = models.ForeignKey(
        Body, verbose_name=_("发出单位"), on_delete=models.PROTECT, related_name="referrals_sent"
    )
    to_body = models.ForeignKey(
        Body, verbose_name=_("接收单位"), on_delete=models.PROTECT, related_name="referrals_received"
    )
    enquiry = models.ForeignKey(
        Enquiry,
        verbose_name=_("关联的咨询"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
    )
    title = models.CharField(_("事由"), max_length=80)
    text = models.TextField(_("内容"), max_length=5000)
    state = models.CharField(
        _("状态"), max_length=10, choices=ReferralState.choices, default=ReferralState.SENT
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发出人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("发出时间"))
    due_on = models.DateField(_("回复期限"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    received_at = models.DateTimeField(_("签收时间"), null=True)
    answer = models.TextField(_("回复"), max_length=5000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("回复人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("回复时间"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系单")
        verbose_name_plural = _("联系单")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="referral_number_once"),
            models.CheckConstraint(
                condition=~models.Q(from_body=models.F("to_body")), name="referral_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("sent", "received"), answered_at__isnull=True)
                | models.Q(state__in=("answered", "closed"), answered_at__isnull=False)
                & ~models.Q(answer=""),
                name="referral_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["to_body", "state", "due_on"], name="referral_to_body")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number by which offices name it: 联2026-0012."""
        return f"联{self.year}-{self.serial:04d}"
