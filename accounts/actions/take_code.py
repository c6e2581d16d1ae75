"""Taking a code that somebody typed: the one step by which codes are used up."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import pace
from accounts.actions.send_code import MOST_TRIES, code_digest
from accounts.choices import CodePurpose
from accounts.models import ConfirmationCode, User


def take_code(*, actor: User, purpose: CodePurpose, digits: str, now: datetime) -> ConfirmationCode:
    """Use the code up and return its row.

    Call it outside a transaction that may be rolled back, as a wrong try has to be counted.

    Args:
        actor: whose code it is; signed in, or about to set a new password.
        purpose: what it shall be used for.
        digits: as typed; blanks and full-width digits are understood.
        now: the present moment.

    Raises:
        ValidationError: it is wrong, used, or over; the message says what to do.
        TooOftenError: so many were tried that the next has to wait.
    """
    pace.count("try_code", now=now, person=actor.pk)
    code = ConfirmationCode.objects.newest(actor, purpose, now=now)
    rows = ConfirmationCode.objects.filter(used_at=None, tries__lt=MOST_TRIES)
    # Counted before it is compared, so that many at once get no more tries than one after the other.
    if code is None or not rows.filter(pk=code.pk).update(tries=F("tries") + 1):
        raise ValidationError(_("验证码已经失效，请重新获取一个。"), code="over")
    if code.digest != code_digest(actor, digits):
        left = MOST_TRIES - code.tries - 1
        if left <= 0:
            raise ValidationError(_("验证码不对，而且已经失效，请重新获取一个。"), code="over")
        raise ValidationError(
            _("验证码不对，请核对最近收到的那一条。还可以试%(left)s次。"), code="wrong", params={"left": left}
        )
    if not ConfirmationCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now):
        raise ValidationError(_("这个验证码已经用过了，请重新获取一个。"), code="used")
    pace.forget("try_code", person=actor.pk)
    return code
