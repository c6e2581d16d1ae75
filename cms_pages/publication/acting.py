"""Who acts, where Wagtail's signals do not say."""

from django.contrib.auth.models import AbstractUser
from wagtail.log_actions import get_active_log_context


def acting_user() -> AbstractUser | None:
    """Return the person in whose name Wagtail writes its log: the admin's user; None for the timer and
    commands.

    A verb that acts for somebody outside the admin opens Wagtail's `LogContext(user=…)` around it.
    """
    user: AbstractUser | None = get_active_log_context().user
    return user
