"""Closing an account: the person goes, the public record stays readable."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import registry
from events.record import record
from events.unlocked import unlocked


def close_account(*, actor: User | None, user: User, now: datetime) -> None:
    """Take `user` out of everything that any app holds of them, in one transaction.

    What they wrote in public stays, signed “已注销用户”; what was only theirs is deleted. It can't be undone.

    Args:
        actor: the person themselves; None for the timer.
        user: whose account it is.
        now: the present moment.

    Raises:
        ValidationError: they hold an office, which has to be ended first so that its work is handed over.
    """
    if user.has_perm("wagtailadmin.access_admin"):
        raise ValidationError(
            _("您还担任工作职务，账号不能注销。请先请主任或管理员结束您的任职，交接好手上的工作。")
        )
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        with unlocked("erasure"):
            for _name, holding in registry:
                holding.erase(user)
        closed = User.objects.get(pk=user.pk)
        record(actor=closed if actor is not None else None, verb="user.closed", instance=closed)
