"""代办: an official acts for a resident who stands at the desk, and what was done so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import AssistEnd, AssistProof
from communities.models.body import Body
from communities.querysets import AssistedSessionQuerySet


class AssistedSession(models.Model):
    """Half an hour in which an official acts for one resident, by the resident's own consent."""

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("居民"),
        on_delete=models.PROTECT,
        related_name="assisted_sessions",
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("代办人"), on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(Body, verbose_name=_("办理单位"), on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("要办的事"), max_length=100)
    proof = models.CharField(_("同意的方式"), max_length=8, choices=AssistProof.choices)
    started_at = models.DateTimeField(_("开始"))
    expires_at = models.DateTimeField(_("最晚到"))
    ended_at = models.DateTimeField(_("结束"), null=True)
    end = models.CharField(_("怎样结束"), max_length=16, choices=AssistEnd.choices, blank=True)

    objects = AssistedSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("代办")
        verbose_name_plural = _("代办")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["official"],
                condition=models.Q(ended_at__isnull=True),
                name="assisted_session_one_an_official",
            ),
            models.UniqueConstraint(
                fields=["resident"],
                condition=models.Q(ended_at__isnull=True),
                name="assisted_session_one_a_resident",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("started_at")), name="assisted_session_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class AssistedAct(models.Model):
    """One thing that was done in such a session; it outlives the event that it was read from."""

    session = models.ForeignKey(
        AssistedSession, verbose_name=_("代办"), on_delete=models.CASCADE, related_name="acts"
    )
    event_id = models.PositiveBigIntegerField(_("事件编号"), unique=True)
    verb = models.CharField(_("动作"), max_length=64)
    object_kind = models.CharField(_("对象类别"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("代办的事")
        verbose_name_plural = _("代办的事")
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="assisted_act_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
