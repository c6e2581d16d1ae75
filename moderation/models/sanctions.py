"""What somebody may not do for a time, and their right to have it looked at by somebody else."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body
from moderation.choices import AppealState, SanctionKind
from moderation.models.queue import LONGEST_NOTE, LONGEST_REASON, Decision
from moderation.querysets.sanctions import AppealQuerySet, SanctionQuerySet


class Sanction(models.Model):
    """A silence within the area of `body`, or a suspension from taking part anywhere, each with its end."""

    kind = models.CharField(_("处理"), max_length=10, choices=SanctionKind.choices)
    # Nobody, once the account is closed: what holds on is kept for the person's numbers (`SanctionMark`).
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    body = models.ForeignKey(
        Body, verbose_name=_("作出处理的单位"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"))
    lifted_at = models.DateTimeField(_("提前解除时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("解除人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # That of an account of the same person which was closed, or which let go of the number.
    carried_from = models.ForeignKey(
        "self", verbose_name=_("沿用自"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("禁言与停用")
        verbose_name_plural = _("禁言与停用")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="sanction_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="sanction_has_reason"),
            models.UniqueConstraint(fields=["user", "kind", "body", "starts_at"], name="sanction_given_once"),
            models.UniqueConstraint(fields=["user", "carried_from"], name="sanction_carried_once"),
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="sanction_of_user")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"

    @property
    def person(self) -> str:
        """Whom it is against; of whoever closed their account, that they are gone."""
        return str(self.user) if self.user is not None else str(_("已注销用户"))


class SanctionMark(models.Model):
    """The fingerprint of a phone number, address or identity number of whom a sanction is against.

    It goes when the sanction no longer holds. Until then whoever confirms that number has the sanction
    (`actions.carry_sanctions`), so that closing an account and beginning anew frees nobody.
    """

    sanction = models.ForeignKey(
        Sanction, verbose_name=_("处理"), on_delete=models.CASCADE, related_name="marks"
    )
    fingerprint = models.CharField(_("指纹"), max_length=64)

    class Meta:
        verbose_name = _("处理对应的号码指纹")
        verbose_name_plural = _("处理对应的号码指纹")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "sanction"], name="sanction_mark_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]


class Appeal(models.Model):
    """Somebody asks that a decision or a sanction against them be looked at again.

    `against` is who decided then; whoever decides now is somebody else, and the database knows it.
    """

    decision = models.OneToOneField(
        Decision,
        verbose_name=_("审核决定"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="appeal",
    )
    sanction = models.OneToOneField(
        Sanction,
        verbose_name=_("处理"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="appeal",
    )
    body = models.ForeignKey(Body, verbose_name=_("原处理单位"), on_delete=models.PROTECT, related_name="+")
    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申诉人"), on_delete=models.CASCADE, related_name="+"
    )
    against = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("原处理人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("申诉理由"), max_length=LONGEST_NOTE)
    appealed_at = models.DateTimeField(_("申诉时间"))
    due_on = models.DateField(_("应答复日期"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AppealState.choices, default=AppealState.WAITING
    )
    answer = models.TextField(_("复核意见"), max_length=LONGEST_NOTE, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("复核人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__isnull=True, sanction__isnull=False)
                | models.Q(decision__isnull=False, sanction__isnull=True),
                name="appeal_against_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(against__isnull=True)
                | ~models.Q(decided_by=models.F("against")),
                name="appeal_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True)
                | ~models.Q(state="waiting") & models.Q(decided_at__isnull=False) & ~models.Q(answer=""),
                name="appeal_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="appeal_due")]

    def __str__(self) -> str:
        return f"{self.appellant} · {self.get_state_display()}"
