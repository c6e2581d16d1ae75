"""Texting what can't wait to those who have asked for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actions.queue_message import queue_message
from accounts.choices import ContactKind
from accounts.models import Contact, User
from events.models import Event
from events.querysets import kind_of
from notifications.models import Notification
from notifications.preferences import who_wants
from notifications.rendering import lines
from notifications.topics import Channel

# Later it is not urgent any more.
WORTH_SENDING: Final = timedelta(hours=6)
_TITLE: Final = 40


def text_urgent(
    *,
    actor: User | None,
    kind: str,
    recipients: Iterable[int],
    event: Event | None,
    instance: models.Model,
    now: datetime,
) -> int:
    """Queue a text for each recipient who wants it, has a confirmed phone and may see the object; how many.

    Called twice for one event, it texts once: a notification that was texted says so.

    Args:
        actor: who caused it.
        kind: as of the notification.
        recipients: keys of people who have just been notified.
        event: as of the notification.
        instance: as of the notification.
        now: the present moment.
    """
    wanting = who_wants(recipients, kind, Channel.TEXT)
    rows = Notification.objects.filter(
        recipient_id__in=wanting,
        kind=kind,
        object_kind=kind_of(instance),
        object_id=str(instance.pk),
        event_id=event.pk if event is not None else 0,
        texted_at=None,
    ).select_related("recipient")
    numbers = dict(
        Contact.objects.filter(user_id__in=wanting, kind=ContactKind.PHONE).values_list("user_id", "value")
    )
    sent = 0
    for row in rows:
        number = numbers.get(row.recipient_id)
        line = next(iter(lines([row], reader=row.recipient)), None)
        if number is None or line is None:
            continue
        with transaction.atomic():
            if not Notification.objects.filter(pk=row.pk, texted_at=None).update(texted_at=now):
                continue
            title = line.wording.title[:_TITLE]
            queue_message(
                actor=actor,
                recipient=row.recipient,
                kind=ContactKind.PHONE,
                to=number,
                template="urgent",
                body=_("【%(site)s】紧急：%(title)s。详情请登录网站“我的”查看。")
                % {"site": settings.SITE_NAME, "title": title},
                values={"title": title},
                now=now,
                expires_at=now + WORTH_SENDING,
            )
            sent += 1
    return sent
