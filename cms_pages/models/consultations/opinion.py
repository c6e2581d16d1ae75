"""What people said to a consultation, and by when its outcome is published."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import OpinionState
from cms_pages.querysets.consultations import OpinionQuerySet

LONGEST_OPINION = 2000
LONGEST_REASON = 200


class ConsultationCare(models.Model):
    """By when a published consultation's outcome is due, when it came, and the last reminder.

    A row of its own rather than fields of the page: no older revision brings an older day back. Written by
    `cms_pages.actions` alone.
    """

    consultation = models.OneToOneField(
        "cms_pages.ConsultationPage", on_delete=models.CASCADE, related_name="care"
    )
    outcome_due_on = models.DateField(_("结果公布期限"), db_index=True)
    outcome_published_at = models.DateTimeField(_("结果公布时间"), null=True, blank=True)
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("意见征集期限")
        verbose_name_plural = _("意见征集期限")
        ordering = ["outcome_due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.outcome_due_on}"


class Opinion(models.Model):
    """One person's opinion: answers to the questions, and their own words. It can be changed until the end.

    Members are known by their account, visitors by a random token of their browser; each has one. What a
    visitor says is never shown to others: public words need a known author.
    """

    State = OpinionState

    consultation = models.ForeignKey(
        "cms_pages.ConsultationPage",
        verbose_name=_("意见征集"),
        on_delete=models.CASCADE,
        related_name="opinions",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    visitor = models.CharField(_("访客标记"), max_length=64, blank=True)
    text = models.TextField(_("意见"), max_length=LONGEST_OPINION, blank=True)
    # By the key of the question's block: its text, or the numbers of the choices.
    answers = models.JSONField(_("回答"), default=dict, blank=True)
    said_at = models.DateTimeField(_("提交时间"))
    state = models.CharField(_("状态"), max_length=10, choices=OpinionState.choices)
    reason = models.CharField(_("不公开的理由"), max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("居民意见")
        verbose_name_plural = _("居民意见")
        ordering = ["-said_at", "-pk"]
        indexes = [
            models.Index(fields=["consultation", "state", "-id"], name="opinion_shown"),
            models.Index(fields=["state", "said_at"], name="opinion_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "author"],
                condition=models.Q(author__isnull=False),
                name="opinion_one_a_member",
            ),
            models.UniqueConstraint(
                fields=["consultation", "visitor"],
                condition=~models.Q(visitor=""),
                name="opinion_one_a_visitor",
            ),
            models.CheckConstraint(
                condition=models.Q(visitor="") | models.Q(author__isnull=True),
                name="opinion_of_one_kind_of_author",
            ),
            models.CheckConstraint(
                condition=models.Q(visitor="") | models.Q(state=OpinionState.RECEIVED),
                name="opinion_of_visitor_not_shown",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=OpinionState.HIDDEN) | ~models.Q(reason=""),
                name="opinion_hidden_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.pk}"
