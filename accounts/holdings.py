"""The personal data of this app and of the layer below: the account, and the audit rows that name it."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from accounts.models import ConfirmationCode, Consent, Contact, OutgoingMessage, RealName, User
from accounts.names import CLOSED_PREFIX
from accounts.personal_data import Holding, registry
from events.models import Event
from events.unlocked import unlocked

# An export is for one person to read: the newest acts, not an archive.
_EVENTS = 5000
_AT_ONCE = 500


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the account's facts and what its owner did, newest first."""
    account = User.objects.get(pk=user.pk)
    contacts = Contact.objects.filter(user=account)
    sessions = UserSession.objects.filter(user=account).order_by("-pk")
    acts = Event.objects.filter(actor=account).order_by("-pk")[:_EVENTS]
    return {
        "account": {
            "username": account.username,
            "nickname": account.nickname,
            "email": account.email,
            "date_joined": account.date_joined.isoformat(),
            "last_login": account.last_login.isoformat() if account.last_login else None,
        },
        "contacts": [
            {"kind": row.kind, "value": row.value, "confirmed_at": row.confirmed_at.isoformat()}
            for row in contacts
        ],
        "real_name": [
            {"name": row.name, "number": row.number, "confirmed_at": row.confirmed_at.isoformat()}
            for row in RealName.objects.filter(user=account)
        ],
        "consents": [
            {
                "purpose": row.purpose,
                "version": row.version,
                "given_at": row.given_at.isoformat(),
                "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            }
            for row in Consent.objects.filter(user=account)
        ],
        "sessions": [
            {"created_at": row.created_at.isoformat(), "address": row.ip, "device": row.user_agent}
            for row in sessions
        ],
        "second_factor": [
            {"type": row.type, "created_at": row.created_at.isoformat()}
            for row in Authenticator.objects.filter(user=account).order_by("pk")
        ],
        "acts": [
            {"at": act.at.isoformat(), "verb": act.verb, "object": act.object_label, "address": act.address}
            for act in acts
        ],
    }


def erase(user: AbstractUser) -> None:
    """Take name, address and password from the account, and close it; the row stays for what refers to it.

    Audit rows keep what was done and when; who did it becomes the closed account. The address goes as soon as
    the time is over for which the law asks for it (`forget_addresses`).
    """
    before = User.objects.get(pk=user.pk)
    closed = User(
        pk=before.pk, username=f"{CLOSED_PREFIX}{before.pk}", date_joined=before.date_joined, is_active=False
    )
    closed.set_unusable_password()
    closed.save(force_update=True)
    closed.groups.clear()
    closed.user_permissions.clear()
    with unlocked("erasure"):
        Event.objects.filter(actor=closed).update(actor_name=str(closed))
        about = Event.objects.about(closed)
        about.update(object_label=str(closed))
        about.filter(verb="user.nickname_changed").update(changes={})
    forget_addresses(now=timezone.now())
    EmailAddress.objects.filter(user=closed).delete()
    Contact.objects.filter(user=closed).delete()
    ConfirmationCode.objects.filter(user=closed).delete()
    Authenticator.objects.filter(user=closed).delete()
    RealName.objects.filter(user=closed).delete()
    Consent.objects.filter(user=closed).delete()
    OutgoingMessage.objects.filter(recipient=closed).delete()
    for session in UserSession.objects.filter(user=closed):
        session.end()
    AccessAttempt.objects.filter(username=before.username).delete()


def forget_addresses(*, now: datetime) -> None:
    """Take the addresses out of audit rows of closed accounts that are older than LOGS_KEPT_DAYS.

    Deletion waits where a law wants the record kept, and the record serves nothing else until then
    (个人信息保护法第四十七条第二款; 网络安全法 on network logs, six months).
    """
    closed = User.objects.filter(is_active=False, username__startswith=CLOSED_PREFIX)
    limit = now - timedelta(days=settings.LOGS_KEPT_DAYS)
    old = Event.objects.filter(at__lt=limit, address__isnull=False, actor__in=closed)
    if keys := list(old.values_list("pk", flat=True)):
        with unlocked("erasure"):
            for start in range(0, len(keys), _AT_ONCE):
                Event.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(address=None)


registry.register("accounts")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset(
            {
                "account.emailaddress",
                "accounts.confirmationcode",
                "accounts.consent",
                "accounts.contact",
                "accounts.outgoingmessage",
                "accounts.realname",
                "accounts.user_groups",
                "accounts.user_user_permissions",
                "events.event",
                "mfa.authenticator",
                "usersessions.usersession",
            }
        ),
    )
)
