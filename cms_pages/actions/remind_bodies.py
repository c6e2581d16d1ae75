from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import NoticePage, NoticeReminder
from cms_pages.notices.permissions import can_see_receipts
from cms_pages.notices.recipients import officials_of, recipients
from design.formatting import cn_datetime
from events.record import record
from notifications.actions.notify import notify

# A second reminder within half a working day is only noise.
REMIND_AGAIN_AFTER = timedelta(hours=4)


class ReminderRefused(ValidationError):  # noqa: N818 - it says what happened
    """There is nobody to remind, or they were reminded a short while ago."""


@transaction.atomic
def remind_bodies(*, notice: NoticePage, actor: User, now: datetime) -> int:
    """Notify the officials of all bodies that have not signed `notice`; return how many bodies that are.

    Raises:
        PermissionDenied: `actor` is no official of the publisher.
        ReminderRefused: everybody has signed, or the last reminder is less than four hours old.
    """
    if not can_see_receipts(actor, notice):
        raise PermissionDenied(_("只有发布单位可以提醒签收。"))
    # Two people press the button: the second waits here, and then finds the reminder of the first.
    NoticePage.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    last = notice.reminders.first()
    if last is not None and now - last.sent_at < REMIND_AGAIN_AFTER:
        raise ReminderRefused(
            _("%(moment)s刚提醒过，%(hours)d小时内不重复提醒。")
            % {"moment": cn_datetime(last.sent_at), "hours": REMIND_AGAIN_AFTER.seconds // 3600}
        )
    today = timezone.localdate(now)
    signed = notice.receipts.filter(signed_at__isnull=False).values("body")
    late = list(recipients(notice, today=today).exclude(pk__in=signed))
    if not late:
        raise ReminderRefused(_("所有单位都已签收，不用提醒。"))
    NoticeReminder.objects.create(notice=notice, sent_by=actor, sent_at=now, body_count=len(late))
    event = record(
        actor=actor,
        verb="notice.reminded",
        instance=notice,
        body_id=notice.body_owner_id,
        changes={"bodies": [None, [body.pk for body in late]]},
    )
    notify(
        actor=actor,
        recipients=officials_of(late, today=today),
        kind="notice.reminded",
        instance=notice,
        event=event,
        now=now,
    )
    return len(late)
