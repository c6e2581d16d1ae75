"""What waits for a moderator, what people reported, and what was decided.

Objects are named as events name them (kind and key), so that this app serves whatever lies above it; what a
kind
is called, where it is shown and how it is approved or rejected, its app says in `moderation.kinds`.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Body
from moderation.choices import Cause, ItemState, ReportReason, ReportState, Verdict
from moderation.kinds import registry
from moderation.querysets.queue import DecisionQuerySet, QueueItemQuerySet, ReportQuerySet

LONGEST_REASON = 200
LONGEST_NOTE = 500


class QueueItem(models.Model):
    """One thing that a moderator of `body` should look at. An object waits once, for one or more causes."""

    object_kind = models.CharField(_("对象类别"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    body = models.ForeignKey(Body, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("作者"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    causes = models.JSONField(_("原因"), default=list)
    # The screened words that were found, for the moderator; never shown to others.
    words = models.JSONField(_("命中的词"), default=list, blank=True)
    report_count = models.PositiveIntegerField(_("举报数"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    opened_at = models.DateTimeField(_("进入队列时间"))
    closed_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = QueueItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("待审核内容")
        verbose_name_plural = _("待审核内容")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_kind", "object_id"],
                condition=models.Q(state="waiting"),
                name="queue_item_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", closed_at__isnull=True)
                | ~models.Q(state="waiting") & models.Q(closed_at__isnull=False),
                name="queue_item_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "opened_at"], name="queue_item_of_body"),
            models.Index(fields=["object_kind", "object_id"], name="queue_item_object"),
        ]

    def __str__(self) -> str:
        kind = registry.get(self.object_kind)
        return f"{kind.label if kind is not None else self.object_kind} {self.object_id}"

    @property
    def cause_labels(self) -> list[str]:
        """The causes in words."""
        return [str(Cause(cause).label) for cause in self.causes if cause in Cause.values]


class Report(models.Model):
    """What one person finds wrong with one thing. Who reported is known to moderators only."""

    object_kind = models.CharField(_("对象类别"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    item = models.ForeignKey(
        QueueItem, verbose_name=_("待审核内容"), on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("举报人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("举报原因"), max_length=10, choices=ReportReason.choices)
    note = models.TextField(_("说明"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    reported_at = models.DateTimeField(_("举报时间"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("举报")
        verbose_name_plural = _("举报")
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "object_kind", "object_id"],
                condition=models.Q(state="open"),
                name="report_open_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.object_kind} {self.object_id}"


class ItemNote(models.Model):
    """What moderators write to each other about one thing in the queue."""

    item = models.ForeignKey(QueueItem, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("作者"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("备注"), max_length=LONGEST_NOTE)
    written_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审核备注")
        verbose_name_plural = _("审核备注")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:30]


class Decision(models.Model):
    """What a moderator decided about one thing in the queue; it can be undone, and appealed against."""

    item = models.ForeignKey(QueueItem, on_delete=models.CASCADE, related_name="decisions")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    verdict = models.CharField(_("决定"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON, blank=True)
    decided_at = models.DateTimeField(_("时间"))
    # What the kind needs in order to take the decision back.
    before = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤销人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("审核决定")
        verbose_name_plural = _("审核决定")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="reject") | ~models.Q(reason=""),
                name="decision_rejects_with_reason",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(undone_at__isnull=True), name="decision_one_holds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.item}"
