"""Confirming at the desk who somebody is."""

import re
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.give_consent import give_consent
from accounts.choices import ConsentPurpose
from accounts.models import RealName, User
from accounts.models.real_name import number_fingerprint
from communities.models import Body
from communities.permissions import can_confirm_identity
from events.record import record

NAME_MAX_LENGTH: Final = 50
_CITIZEN: Final = re.compile(r"\d{17}[\dX]")
_OTHER: Final = re.compile(r"[A-Z0-9]{7,20}")
# GB 11643-1999: weights of the 17 digits, and the check digit for each remainder of 11.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"


def confirm_real_name(
    *, actor: User, user: User, body: Body, name: str, number: str, has_consented: bool, now: datetime
) -> RealName:
    """Write down, encrypted, whose identity card the desk has seen; from now on the person may post.

    The event says that it happened and where, and neither name nor number.

    Args:
        actor: the official at the desk.
        user: the person before them.
        body: whose desk it is.
        name: as on the card.
        number: of a citizen's identity card, or of another document.
        has_consented: the person has agreed, separately, that both are kept (个人信息保护法第二十九条).
        now: the present moment.

    Raises:
        PermissionDenied: `actor` does not confirm for this body.
        ValidationError: something is missing or wrong, or another account has that number.
    """
    if not can_confirm_identity(actor, body):
        raise PermissionDenied(_("您不能替“%(body)s”确认身份。") % {"body": body})
    kept_name, kept_number = clean_name(name), clean_number(number)
    if not has_consented:
        raise ValidationError({"has_consented": _("要先得到本人的单独同意，才能登记。")})
    if user.pk == actor.pk:
        raise ValidationError({"username": _("不能替自己确认，请同事办理。")})
    if user.waits_for_guardian:
        raise ValidationError({"username": _("未满14周岁的账号，要先由监护人用手机确认同意。")})
    try:
        with transaction.atomic():
            row, _is_new = RealName.objects.update_or_create(
                user=user,
                defaults={
                    "name": kept_name,
                    "number": kept_number,
                    "fingerprint": number_fingerprint(kept_number),
                    "body_id": body.pk,
                    "confirmed_by": actor,
                    "confirmed_at": now,
                },
            )
            give_consent(actor=actor, user=user, purpose=ConsentPurpose.REAL_NAME, now=now)
            user.desk_confirmed_at = now
            user.save(update_fields=["desk_confirmed_at"])
            record(actor=actor, verb="real_name.confirmed", instance=user, body_id=body.pk)
    except IntegrityError:
        raise ValidationError(
            {"number": _("这个证件号已经确认过另一个账号。一个人只能确认一个账号，旧的请先注销。")}
        ) from None
    return row


def clean_name(name: str) -> str:
    """Return the name without superfluous blanks.

    Raises:
        ValidationError: it is empty, too long, or no name.
    """
    kept = " ".join(name.split())
    if not kept or len(kept) > NAME_MAX_LENGTH or any(char.isdigit() for char in kept):
        raise ValidationError({"name": _("请照证件填写姓名。")})
    return kept


def clean_number(number: str) -> str:
    """Return the number as it is kept.

    Raises:
        ValidationError: the check digit of a citizen's number is wrong, or it is no document's number.
    """
    kept = "".join(number.split()).upper()
    if _CITIZEN.fullmatch(kept):
        total = sum(int(digit) * weight for digit, weight in zip(kept[:17], _WEIGHTS, strict=True))
        if _CHECK_DIGITS[total % 11] == kept[17]:
            return kept
        raise ValidationError({"number": _("身份证号不对，请对照证件再输一遍。")})
    if kept.isdigit() or not kept.isascii() or not _OTHER.fullmatch(kept):
        raise ValidationError(
            {"number": _("身份证号是18位；其他证件填字母和数字，7到20位。请对照证件再输一遍。")}
        )
    return kept
