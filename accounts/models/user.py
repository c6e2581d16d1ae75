"""The person behind an account."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.fields import UsernameField
from accounts.managers import UserManager
from accounts.names import CLOSED_PREFIX, NICKNAME_MAX_LENGTH, normal_form


def display_name_of(username: str, nickname: str) -> str:
    """Return `User.display_name` of whoever has these two, for lists that read no whole users."""
    if username.startswith(CLOSED_PREFIX):
        return str(_("已注销用户"))
    return nickname or username


class User(AbstractUser):
    """Somebody who can sign in. What they may do comes from memberships (`communities`), never from groups.

    There is no key to an area: where someone lives or works is a membership. Of `AbstractUser`'s columns
    those that nothing here reads are gone; Wagtail copes without them. `groups` and `user_permissions` stay,
    as Wagtail's queries name them, and stay empty.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    is_staff = None

    username = UsernameField(
        _("用户名"),
        max_length=150,
        unique=True,
        error_messages={"unique": _("这个用户名已经有人用了，请换一个。")},
        help_text=_("汉字、英文字母、数字和下划线；英文字母不分大小写。"),
    )
    # A copy of the confirmed address, for what writes mails; found again by `Contact`, never by this column.
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    nickname = models.CharField(
        _("昵称"),
        max_length=NICKNAME_MAX_LENGTH,
        blank=True,
        help_text=_("显示在网站上的名字，不超过20个字；不填则显示用户名。"),
    )
    is_demonstration = models.BooleanField(_("演示账号"), default=False, editable=False)
    # What lets somebody post (`accounts.permissions`); the number and the name are kept elsewhere, encrypted.
    phone_confirmed_at = models.DateTimeField(_("手机号确认时间"), null=True, editable=False)
    is_minor = models.BooleanField(_("未满14周岁"), default=False, editable=False)
    guardian_consented_at = models.DateTimeField(_("监护人同意时间"), null=True, editable=False)
    desk_confirmed_at = models.DateTimeField(_("居委会确认时间"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(username=""), name="user_has_username"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the form in which the user name is kept."""
        return normal_form(username) if isinstance(username, str) else username

    @property
    def display_name(self) -> str:
        """The name that others see; of whoever is gone, that they are."""
        return display_name_of(self.username, self.nickname)

    @property
    def waits_for_guardian(self) -> bool:
        """Whether nothing may be done with the account before a guardian has agreed."""
        return self.is_minor and self.guardian_consented_at is None

    def get_full_name(self) -> str:
        """Return the name that Wagtail's admin shows."""
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
