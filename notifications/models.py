"""What the site has to tell a person. A row names its object; words are made, with its rights, when read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from notifications.querysets import NotificationQuerySet
from notifications.topics import Channel


class Notification(models.Model):
    """One thing that one person should know: “a notice was published for you”, “your question was answered”.

    Objects are named as events name them (`events.querysets.kind_of` and the key), so the row outlives them
    and never copies a title that its reader may no longer see.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.CASCADE,
        related_name="notifications",
    )
    kind = models.CharField(_("类别"), max_length=64)
    object_kind = models.CharField(_("对象类别"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    # 0 where no event caused it: two NULLs would both be allowed by the constraint below.
    event_id = models.PositiveBigIntegerField(_("事件编号"), default=0)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    texted_at = models.DateTimeField(_("短信时间"), null=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("站内通知")
        verbose_name_plural = _("站内通知")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "object_kind", "object_id", "event_id"],
                name="notification_once_per_event",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True) | models.Q(read_at__gte=models.F("created_at")),
                name="notification_read_after_created",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_of_recipient"),
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["read_at"], name="notification_read", condition=models.Q(read_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_kind} {self.object_id}"


class Preference(models.Model):
    """Somebody's choice of one way of being told, for a topic or an event; without a row the usual holds.

    `topic` names a topic, or a kind of notification; that goes before its topic
    (`notifications.preferences`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="+"
    )
    topic = models.CharField(_("内容"), max_length=64)
    channel = models.CharField(_("方式"), max_length=8, choices=Channel.choices)
    is_wanted = models.BooleanField(_("要"))

    class Meta:
        verbose_name = _("通知选择")
        verbose_name_plural = _("通知选择")
        ordering = ["user", "topic", "channel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "topic", "channel"], name="preference_one_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}"


class Subscription(models.Model):
    """Somebody wants to be told of what is new in one column of one area (`notifications.subscribing`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="+"
    )
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.CASCADE, related_name="+")
    column = models.CharField(_("栏目"), max_length=32)

    class Meta:
        verbose_name = _("订阅")
        verbose_name_plural = _("订阅")
        ordering = ["user", "area__path", "column", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "area", "column"], name="subscription_once"),
        ]
        indexes = [models.Index(fields=["column", "area"], name="subscription_column_area")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.column}"


class Digest(models.Model):
    """How far somebody's daily mail has told them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="+"
    )
    told_until = models.PositiveBigIntegerField(_("已告知到"), default=0)
    sent_on = models.DateField(_("上次邮件日期"))

    class Meta:
        verbose_name = _("每日邮件")
        verbose_name_plural = _("每日邮件")
        ordering = ["user", "pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_on}"
