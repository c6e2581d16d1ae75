"""The person behind an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can sign in. What they may do comes from their memberships (`communities`), never from groups.

    There is no key to an area: where someone lives or works is a membership.
    """

    nickname = models.CharField(
        _("昵称"),
        max_length=20,
        blank=True,
        help_text=_("显示在网站上的名字，不超过20个字；不填则显示用户名。"),
    )
    is_demonstration = models.BooleanField(_("演示账号"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name that others see."""
        return self.nickname or self.username

    def get_full_name(self) -> str:
        """Return the name that Wagtail's admin shows."""
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
