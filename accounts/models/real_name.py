"""Who somebody is behind the nickname, as a committee's desk has seen it on their identity card."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField, fingerprint


class RealName(models.Model):
    """A person's name and identity number, encrypted. Who may look is asked in `communities.permissions`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="real_name"
    )
    name = EncryptedTextField(_("姓名"))
    number = EncryptedTextField(_("身份证件号"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    # The body whose desk it was: an app above knows it, so it is named as events name bodies.
    body_id = models.BigIntegerField(_("单位编号"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = _("实名")
        verbose_name_plural = _("实名")
        ordering = ["-confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="real_name_one_account_a_person"),
        ]

    def __str__(self) -> str:
        return str(self.user)


def number_fingerprint(number: str) -> str:
    """Return what tells whether two identity numbers are the same."""
    return fingerprint("identity number", number)
