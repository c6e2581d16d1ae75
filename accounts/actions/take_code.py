"""Taking a code that somebody typed: tried first, and used up when all else about the deed is right, too."""

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
    code = try_code(user=actor, person=actor.pk, purpose=purpose, digits=digits, now=now)
    use_code(actor=actor, code=code, now=now)
    return code


def try_code(
    *, user: User | None, person: object, purpose: CodePurpose, digits: str, now: datetime
) -> ConfirmationCode:
    """Count a try and return the code, if it is the one; it stays good until it is used.

    Args:
        user: whose code it is; None for nobody, whose every try is wrong and asks the database the same.
        person: whom the try is counted for.
        purpose: what the code shall be used for.
        digits: as typed.
        now: the present moment.

    Raises:
        ValidationError: it is wrong or over.
        TooOftenError: so many were tried that the next has to wait.
    """
    pace.count("try_code", now=now, person=person)
    code = ConfirmationCode.objects.newest(user, purpose, now=now)
    rows = ConfirmationCode.objects.filter(
        pk=code.pk if code is not None else 0, used_at=None, tries__lt=MOST_TRIES
    )
    # Counted before it is compared, so that many at once get no more tries than one after the other.
    if not rows.update(tries=F("tries") + 1) or code is None or user is None:
        raise ValidationError(_("验证码已经失效，请重新获取一个。"), code="over")
    if code.digest != code_digest(user, digits):
        left = MOST_TRIES - code.tries - 1
        if left <= 0:
            raise ValidationError(_("验证码不对，而且已经失效，请重新获取一个。"), code="over")
        raise ValidationError(
            _("验证码不对，请核对最近收到的那一条。还可以试%(left)s次。"), code="wrong", params={"left": left}
        )
    return code


def use_code(*, actor: User, code: ConfirmationCode, now: datetime) -> None:
    """Use up a code that `try_code` returned.

    Args:
        actor: whose code it is.
        code: the code.
        now: the present moment.

    Raises:
        ValidationError: somebody was quicker.
    """
    if not ConfirmationCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now):
        raise ValidationError(_("这个验证码已经用过了，请重新获取一个。"), code="used")
    pace.forget("try_code", person=actor.pk)
