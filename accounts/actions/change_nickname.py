"""Changing the name that others see."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import check_nickname, normal_form
from events.record import record


def change_nickname(*, actor: User, user: User, nickname: str, now: datetime) -> bool:
    """Set the nickname and return whether anything changed; an empty one shows the user name instead.

    Args:
        actor: who does it.
        user: whose nickname it is.
        nickname: as typed.
        now: the present moment.

    Raises:
        ValidationError: hidden characters, too long, an office's name, or another person's user name.
    """
    kept = clean_nickname(nickname, user=user)
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.nickname == kept:
            return False
        before, row.nickname = row.nickname, kept
        row.save(update_fields=["nickname"])
        user.nickname = kept
        record(actor=actor, verb="user.nickname_changed", instance=user, changes={"nickname": [before, kept]})
    return True


def clean_nickname(nickname: str, *, user: User | None) -> str:
    """Return the nickname as it will be kept for `user`, or for an account that is about to be made.

    Raises:
        ValidationError: as `change_nickname`.
    """
    is_official = user is not None and user.has_perm("wagtailadmin.access_admin")
    kept = check_nickname(nickname, may_use_reserved=is_official)
    others = User.objects.filter(username=normal_form(kept))
    if user is not None:
        others = others.exclude(pk=user.pk)
    if kept and others.exists():
        raise ValidationError(_("这是别人的用户名，请换一个昵称。"), code="taken")
    return kept
