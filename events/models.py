"""What happened (`Event`: audit row and outbox in one), who must still react to it (`Delivery`), and what
runs.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.querysets import DeliveryQuerySet, EventQuerySet, HeartbeatQuerySet, JobRunQuerySet


class Event(models.Model):
    """One thing that somebody did to one object, written in the transaction that did it.

    Objects are named by label and key, not by a foreign key, so that the row outlives them. A consumer reads
    the object's present state; the object's newest event id is its version. Where `is_tombstone` is set the
    object is gone.
    """

    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=150, blank=True)
    # Whose hand it was, where an official acted for somebody who stood at the desk.
    assistant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("代办人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    verb = models.CharField(_("动作"), max_length=64)
    object_kind = models.CharField(_("对象类别"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    object_label = models.CharField(_("对象名称"), max_length=255, blank=True)
    is_tombstone = models.BooleanField(_("对象已删除"), default=False)
    body_id = models.BigIntegerField(_("单位编号"), null=True, blank=True)
    area_paths = models.JSONField(_("涉及的区域路径"), default=list, blank=True)
    changes = models.JSONField(_("变化"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    address = models.GenericIPAddressField(_("来源地址"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "-id"], name="event_object"),
            models.Index(fields=["body_id", "-id"], name="event_body"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"


class Delivery(models.Model):
    """One event's way to one consumer. Rows, not a high-water mark: ids commit out of order."""

    class State(models.TextChoices):
        PENDING = "pending", _("待送达")
        DONE = "done", _("已送达")
        DEAD = "dead", _("多次失败")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(_("接收者"), max_length=64)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField(_("下次尝试时间"))
    error = models.TextField(_("错误"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="delivery_once_per_consumer"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_pending",
                condition=models.Q(state="pending"),
            ),
            # What a consumer has not taken in, of the many that are done: the search asks for it each time.
            models.Index(
                fields=["consumer", "event"], name="delivery_not_done", condition=~models.Q(state="done")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.consumer}: {self.state}"


class JobRun(models.Model):
    """When a job of the timer ran and is due next; the row by which two timers agree on who runs it."""

    name = models.CharField(_("名称"), max_length=64, primary_key=True)
    due_at = models.DateTimeField(_("下次运行时间"))
    started_at = models.DateTimeField(_("上次开始时间"))
    finished_at = models.DateTimeField(_("上次结束时间"), null=True, blank=True)
    error = models.TextField(_("错误"), blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a task worker or a timer last said that it lives."""

    name = models.CharField(_("进程"), max_length=64, primary_key=True)
    beat_at = models.DateTimeField(_("最近一次报到"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("进程报到")
        verbose_name_plural = _("进程报到")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SentForm(models.Model):
    """A form that was sent and has done its work, so that the same one sent again does nothing (`once`)."""

    token = models.UUIDField(_("令牌"))
    purpose = models.CharField(_("用途"), max_length=64)
    answer = models.CharField(_("之后的页面"), max_length=2000, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("已提交的表单")
        verbose_name_plural = _("已提交的表单")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "purpose"], name="sent_form_once"),
        ]
        indexes = [models.Index(fields=["at"], name="sent_form_at")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.token}"
