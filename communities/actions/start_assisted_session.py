"""Acting for a resident who stands at the desk."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import pace
from accounts.actions.send_code import send_code
from accounts.actions.take_code import take_code
from accounts.choices import CodePurpose, ContactKind
from accounts.models import Contact, RealName, User
from accounts.models.real_name import number_fingerprint
from communities.actions.end_assisted_session import end_assisted_session
from communities.choices import AssistEnd, AssistProof
from communities.models import AssistedSession, Body
from communities.permissions import can_assist, can_be_assisted
from events.record import record

LASTS: Final = timedelta(minutes=30)
SUBJECT_MAX_LENGTH: Final = 100


def ask_for_consent(*, actor: User, user: User, body: Body, proof: AssistProof, now: datetime) -> None:
    """Send `user` the code that they tell the official, or see that their card can be compared.

    Args:
        actor: the official at the desk.
        user: the resident before them.
        body: whose desk it is.
        proof: how the resident will agree.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` does not act for residents at this desk.
        ValidationError: nobody can act for this person, or not with this proof.
        TooOftenError: so many codes were sent that the next has to wait.
    """
    _check(actor=actor, user=user, body=body)
    if proof == AssistProof.DOCUMENT:
        if not RealName.objects.filter(user=user).exists():
            raise ValidationError({"proof": _("这个账号没有在窗口确认过身份，请改用验证码。")})
        return
    contacts = {contact.kind: contact for contact in Contact.objects.filter(user=user)}
    contact = contacts.get(ContactKind.PHONE) or contacts.get(ContactKind.EMAIL)
    if contact is None:
        raise ValidationError({"proof": _("这个账号没有确认过手机号或邮箱，请改用核对证件。")})
    send_code(
        actor=actor,
        user=user,
        purpose=CodePurpose.ASSIST,
        kind=ContactKind(contact.kind),
        value=contact.value,
        now=now,
    )


def start_assisted_session(
    *,
    actor: User,
    user: User,
    body: Body,
    subject: str,
    proof: AssistProof,
    answer: str,
    has_consented: bool,
    now: datetime,
) -> AssistedSession:
    """Let `actor` act for `user` for half an hour, and write down by what the resident agreed.

    Call it outside a transaction that may be rolled back, as a wrong code has to be counted.

    Args:
        actor: the official at the desk.
        user: the resident before them.
        body: whose desk it is.
        subject: what is to be done.
        proof: how the resident agrees.
        answer: the code that they were sent, or the number of the card that they show.
        has_consented: the official states that the resident is present and agrees.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` does not act for residents at this desk.
        ValidationError: there is no consent, nobody can act for this person, or somebody does already.
        TooOftenError: so many answers were tried that the next has to wait.
    """
    _check(actor=actor, user=user, body=body)
    kept = " ".join(subject.split())[:SUBJECT_MAX_LENGTH]
    if not kept:
        raise ValidationError({"subject": _("请写明要办什么事。")})
    if not has_consented:
        raise ValidationError({"has_consented": _("要本人在场并同意，才能代办。")})
    for old in AssistedSession.objects.open().filter(official=actor):
        end_assisted_session(actor=actor, session=old, end=AssistEnd.BUTTON, now=now)
    for old in AssistedSession.objects.open().filter(resident=user, expires_at__lte=now):
        end_assisted_session(actor=None, session=old, end=AssistEnd.TIME, now=now)
    _prove(user, proof, answer, now)
    try:
        with transaction.atomic():
            session = AssistedSession.objects.create(
                resident=user,
                official=actor,
                body=body,
                subject=kept,
                proof=proof,
                started_at=now,
                expires_at=now + LASTS,
            )
            record(
                actor=actor,
                verb="assisted_session.started",
                instance=session,
                body_id=body.pk,
                changes={"user": [None, user.username], "proof": [None, proof]},
                now=now,
            )
    except IntegrityError:
        raise ValidationError(_("别的工作人员正在替这位居民办事，请等那边结束。")) from None
    return session


def _check(*, actor: User, user: User, body: Body) -> None:
    if not can_assist(actor, body):
        raise PermissionDenied(_("您不能在“%(body)s”代办。") % {"body": body})
    if actor.pk == user.pk:
        raise ValidationError({"username": _("自己的事请直接办，不用代办。")})
    if not can_be_assisted(user):
        raise ValidationError(
            {"username": _("这个账号不能由别人代办：担任职务的人和未满14周岁、监护人还没有同意的除外。")}
        )


def _prove(user: User, proof: AssistProof, answer: str, now: datetime) -> None:
    try:
        if proof == AssistProof.CODE:
            take_code(actor=user, purpose=CodePurpose.ASSIST, digits=answer, now=now)
            return
        pace.count("try_code", now=now, person=user.pk)
        number = "".join(answer.split()).upper()
        if not RealName.objects.filter(user=user, fingerprint=number_fingerprint(number)).exists():
            raise ValidationError(_("证件号和这个账号确认过的不一样，请对照证件再输一遍。"))
        pace.forget("try_code", person=user.pk)
    except ValidationError as error:
        raise ValidationError({"answer": error.messages}) from None
