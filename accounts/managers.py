"""Making accounts in code; people's own way is `actions.sign_up`."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import UserManager as DjangoUserManager

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(DjangoUserManager["User"]):
    """Django's manager, for a user that has no `is_staff` (there is no Django admin)."""

    def _make(self, username: str, email: str | None, password: str | None, **fields: Any) -> "User":
        if not username:
            raise ValueError("An account needs a user name.")
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.password = make_password(password)
        user.save(using=self._db)
        return user

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """Make an account; without a password nobody can sign in with it."""
        return self._make(username, email, password, **extra_fields)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """Make an account with every right, for the operator of the site."""
        return self._make(username, email, password, **(extra_fields | {"is_superuser": True}))
