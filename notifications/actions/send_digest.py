"""The daily mail: one for each person, over all their communities, of what they have not read yet."""

from datetime import datetime, time
from itertools import groupby, islice
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.queue_message import queue_message
from accounts.choices import ContactKind
from accounts.models import User
from notifications.models import Digest, Notification, Preference
from notifications.preferences import choices_of, is_wanted
from notifications.rendering import Line, visible
from notifications.topics import Channel, label_of, topic_of

log = structlog.get_logger(__name__)

# People read it in the evening, when the day's notices are out.
SENT_FROM: Final = time(18, 0)
MOST_LINES: Final = 50


def send_digests(*, now: datetime) -> int:
    """Send today's mail to everybody who wants one and has not had it; return how many were sent."""
    if timezone.localtime(now).time() < SENT_FROM:
        return 0
    today = timezone.localdate(now)
    had = Digest.objects.filter(sent_on__gte=today).values("user_id")
    wanting = Preference.objects.filter(channel=Channel.MAIL, is_wanted=True).values("user_id")
    readers = User.objects.filter(pk__in=wanting, is_active=True).exclude(email="").exclude(pk__in=had)
    sent = 0
    for reader in readers.order_by("pk"):
        try:
            sent += send_digest(actor=None, reader=reader, now=now)
        except Exception:
            log.exception("digest_not_sent", user_id=reader.pk)
    return sent


def send_digest(*, actor: User | None, reader: User, now: datetime) -> bool:
    """Queue one mail of what is unread and was in none before, and return whether there was anything to say.

    What somebody wants by mail and no reminder of on the site counts as unread here.

    Titles are worded for the reader now: what they may no longer see is not in it.

    Args:
        actor: None, for the timer.
        reader: whose mail it is.
        now: the present moment.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        digest, _is_new = Digest.objects.select_for_update().get_or_create(
            user=reader, defaults={"sent_on": today}
        )
        if digest.sent_on >= today and not _is_new:
            return False
        rows = Notification.objects.for_user(reader).filter(pk__gt=digest.told_until)
        newest = rows.aggregate(newest=Max("pk"))["newest"]
        choices = choices_of(reader)
        kinds = [
            kind
            for kind in rows.order_by("kind").values_list("kind", flat=True).distinct()
            if is_wanted(choices, kind, Channel.MAIL)
        ]
        unread = rows.unread_or_quiet().filter(kind__in=kinds)
        found = list(islice(visible(unread, reader=reader), MOST_LINES))
        digest.told_until, digest.sent_on = newest or digest.told_until, today
        digest.save(update_fields=["told_until", "sent_on"])
        if not found:
            return False
        queue_message(
            actor=actor,
            recipient=reader,
            kind=ContactKind.EMAIL,
            to=reader.email,
            template="digest",
            subject=_("%(site)s：有%(count)s条通知") % {"site": settings.SITE_NAME, "count": len(found)},
            body=_words(found),
            now=now,
        )
    return True


def _words(found: list[Line]) -> str:
    """Return the mail, grouped by topic; the same object told of twice stands there once."""
    groups = groupby(
        sorted(found, key=lambda line: topic_of(line.notification.kind)),
        key=lambda line: topic_of(line.notification.kind),
    )
    parts = []
    for topic, group in groups:
        told = dict.fromkeys((line.wording.title, line.wording.url) for line in group)
        parts.append(f"【{label_of(topic)}】")
        parts += [f"· {title}\n  {settings.SITE_URL}{url}" for title, url in told]
    choose = f"{settings.SITE_URL}{reverse('notification-preferences')}"
    return "\n".join([*parts, "", _("不想再收这样的邮件，在这里改：%(address)s") % {"address": choose}])
