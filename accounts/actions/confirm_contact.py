"""Making a number or an address that somebody has proved to have their own."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.give_consent import give_consent
from accounts.choices import ConsentPurpose, ContactKind
from accounts.models import ConfirmationCode, Contact, User
from events.record import record


def confirm_contact(*, actor: User, code: ConfirmationCode, now: datetime) -> Contact:
    """Keep the contact that `code` was sent to; one of the same kind that the person had before goes.

    The event says of which kind it is and not what: an audit row outlives the wish to be forgotten.

    Args:
        actor: whose code it is.
        code: has just been taken (`take_code`).
        now: the present moment.

    Raises:
        ValidationError: another account has that number or address.
    """
    kind = ContactKind(code.kind)
    try:
        with transaction.atomic():
            contact, _is_new = Contact.objects.update_or_create(
                user=actor,
                kind=kind,
                defaults={
                    "value": code.value,
                    "fingerprint": Contact.fingerprint_of(kind, code.value),
                    "confirmed_at": now,
                },
            )
            mark_user(actor, kind, value=code.value, now=now)
            if kind == ContactKind.PHONE and actor.waits_for_guardian:
                actor.guardian_consented_at = now
                actor.save(update_fields=["guardian_consented_at"])
                give_consent(actor=actor, user=actor, purpose=ConsentPurpose.GUARDIAN, now=now)
            record(actor=actor, verb="user.contact_confirmed", instance=actor, changes={"kind": [None, kind]})
    except IntegrityError:
        if not Contact.objects.of_value(kind, code.value).exclude(user=actor).exists():
            raise
        raise ValidationError(
            _("这个%(kind)s已经属于另一个账号。请用那个账号登录；忘了密码可以重设。"),
            code="taken",
            params={"kind": kind.label},
        ) from None
    return contact


def mark_user(user: User, kind: ContactKind, *, value: str, now: datetime | None) -> None:
    """Bring the user's own columns in line: what permits to post, and the address that mails go to."""
    if kind == ContactKind.PHONE:
        user.phone_confirmed_at = now
        user.save(update_fields=["phone_confirmed_at"])
    else:
        user.email = value
        user.save(update_fields=["email"])
