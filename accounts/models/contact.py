"""How people are reached, the codes by which they prove it, and what is sent to them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodePurpose, ContactKind, MessageState
from accounts.encryption import EncryptedTextField, fingerprint
from accounts.querysets import ConfirmationCodeQuerySet, ContactQuerySet, OutgoingMessageQuerySet


class Contact(models.Model):
    """A phone number (E.164) or e-mail address that its owner has proved to have; one of each a person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(_("类别"), max_length=8, choices=ContactKind.choices)
    value = EncryptedTextField(_("内容"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    confirmed_at = models.DateTimeField(_("确认时间"))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        ordering = ["user", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="contact_one_of_each_kind"),
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="contact_of_one_person"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @staticmethod
    def fingerprint_of(kind: str, value: str) -> str:
        """Return what tells whether two numbers or addresses are the same."""
        return fingerprint(str(kind), value)


class ConfirmationCode(models.Model):
    """A code that was sent to somebody: good for ten minutes, five tries, and once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="+"
    )
    purpose = models.CharField(_("用途"), max_length=8, choices=CodePurpose.choices)
    kind = models.CharField(_("类别"), max_length=8, choices=ContactKind.choices)
    value = EncryptedTextField(_("发往"))
    digest = models.CharField(_("验证码摘要"), max_length=64)
    sent_at = models.DateTimeField(_("发送时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    tries = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    objects = ConfirmationCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("验证码")
        verbose_name_plural = _("验证码")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="code_expires_after_sent"
            ),
        ]
        indexes = [models.Index(fields=["user", "purpose", "-id"], name="code_of_user")]

    def __str__(self) -> str:
        return self.get_purpose_display()


class OutgoingMessage(models.Model):
    """A text or a mail on its way. The words are wiped when they have left."""

    kind = models.CharField(_("方式"), max_length=8, choices=ContactKind.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    to = EncryptedTextField(_("发往"))
    template = models.CharField(_("模板"), max_length=32)
    subject = models.CharField(_("主题"), max_length=200, blank=True)
    body = EncryptedTextField(_("内容"), blank=True)
    # What the gateway puts into its own wording of the template, JSON.
    values = EncryptedTextField(_("模板内容"), blank=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=MessageState.choices, default=MessageState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    created_at = models.DateTimeField(_("时间"))
    due_at = models.DateTimeField(_("下次尝试时间"))
    # After this nobody wants it any more: a code that is over, for example.
    expires_at = models.DateTimeField(_("过期时间"), null=True)
    error = models.CharField(_("错误"), max_length=200, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("外发消息")
        verbose_name_plural = _("外发消息")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="message_pending", condition=models.Q(state=MessageState.PENDING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.template}"


class Attempt(models.Model):
    """Something that may be done only so often: counted here, since a cache may be away."""

    action = models.CharField(_("动作"), max_length=32)
    key = models.CharField(_("对象"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("计次")
        verbose_name_plural = _("计次")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["action", "key", "at"], name="attempt_key"),
            models.Index(fields=["at"], name="attempt_at"),
        ]

    def __str__(self) -> str:
        return self.action
