"""Consents that people take back by themselves: what follows, and how it is done.

The consent to the privacy notice is not among them: without it there is no account. It is taken back by
closing the account.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions.withdraw_guardian_consent import withdraw_guardian_consent
from accounts.choices import ConsentPurpose
from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Withdrawal:
    """Taking one consent back.

    Attributes:
        consequences: what the person should know before; a sentence or two.
        act: does it, for the person and at the moment given.
    """

    consequences: str | Promise
    act: "Callable[[User, datetime], object]"


# By `ConsentPurpose`.
registry: Registry[Withdrawal] = Registry("withdrawals of consent")
registry.register(ConsentPurpose.GUARDIAN)(
    Withdrawal(
        consequences=_(
            "撤回后，这个账号马上停用，要监护人用手机再确认一次才能用；七天内没有确认的，账号自动删除。"
        ),
        act=lambda user, now: withdraw_guardian_consent(actor=user, user=user, now=now),
    )
)
