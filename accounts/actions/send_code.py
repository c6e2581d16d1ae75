"""Sending somebody a code that proves whose a number or an address is."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import pace
from accounts.actions.queue_message import queue_message
from accounts.choices import CodePurpose, ContactKind
from accounts.encryption import fingerprint
from accounts.models import ConfirmationCode, User

VALID_FOR: Final = timedelta(minutes=10)
DIGITS: Final = 6
MOST_TRIES: Final = 5


def send_code(
    *,
    actor: User | None,
    user: User,
    purpose: CodePurpose,
    kind: ContactKind,
    value: str,
    now: datetime,
) -> ConfirmationCode:
    """Make a code for `user`, queue its message, and return it; codes of that purpose sent before are over.

    Args:
        actor: who asks; None for whoever forgot their password.
        user: whose code it is.
        purpose: what it will be good for.
        kind: text message or mail.
        value: where it is sent, as `contact_values` keeps it.
        now: the present moment. The code ends ten minutes later.

    Raises:
        TooOftenError: so many were sent that the next has to wait.
    """
    pace.count("send_code", now=now, person=user.pk, contact=f"{kind} {value}")
    return issue_code(actor=actor, user=user, purpose=purpose, kind=kind, value=value, now=now)


def issue_code(
    *,
    actor: User | None,
    user: User,
    purpose: CodePurpose,
    kind: ContactKind,
    value: str,
    now: datetime,
) -> ConfirmationCode:
    """Do what `send_code` does, for a caller that has counted by itself."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        ConfirmationCode.objects.filter(user=user, purpose=purpose, used_at=None, expires_at__gt=now).update(
            tries=MOST_TRIES
        )
        code = ConfirmationCode.objects.create(
            user=user,
            purpose=purpose,
            kind=kind,
            value=value,
            digest=code_digest(user, digits),
            sent_at=now,
            expires_at=now + VALID_FOR,
        )
        queue_message(
            actor=actor,
            recipient=user,
            kind=kind,
            to=value,
            template="code",
            subject=_("%(site)s：验证码") % {"site": settings.SITE_NAME},
            body=_words(purpose, digits),
            values={"code": digits},
            now=now,
            expires_at=code.expires_at,
        )
    return code


def code_digest(user: User, digits: str) -> str:
    """Return the form in which a code is kept: it tells the digits to nobody who reads the table."""
    return fingerprint(f"code {user.pk}", digits)


def forget_old_codes(*, now: datetime) -> None:
    """Delete codes a day after they ended."""
    ConfirmationCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()


def _words(purpose: CodePurpose, digits: str) -> str:
    if purpose == CodePurpose.ASSIST:
        return _(
            "【%(site)s】验证码%(digits)s。您在服务窗口当面请工作人员代办时，把它告诉工作人员，就表示同意由其代办30分钟；"
            "您不在窗口的，不要告诉任何人。"
        ) % {"site": settings.SITE_NAME, "digits": digits}
    use = _("重设密码") if purpose == CodePurpose.RESET else _("确认您的联系方式")
    return _(
        "【%(site)s】验证码%(digits)s，用来%(use)s，10分钟内有效，只能用一次。"
        "工作人员不会向您要验证码；不是您本人操作的，请不要理会。"
    ) % {"site": settings.SITE_NAME, "digits": digits, "use": use}
