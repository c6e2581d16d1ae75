from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from moderation import logbook
from moderation.choices import ItemState, LogAction, ReportState
from moderation.kinds import registry
from moderation.models import Decision, QueueItem, Report
from moderation.permissions import check_moderate
from moderation.subjects import is_taken_down


@transaction.atomic
def undo_decision(*, actor: User, decision: Decision, now: datetime) -> QueueItem:
    """Take a decision back: the thing is as it was before, and waits in the queue again.

    Raises:
        PermissionDenied: another body's moderators decide.
        ValidationError: it was undone already, or the thing waits again for another cause, or it is
            their own.
    """
    row = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("item__body__area")
        .get(pk=decision.pk)
    )
    item = row.item
    check_moderate(actor, item.body)
    if item.author_id == actor.pk:
        raise ValidationError(_("这是您自己发的，要由其他版主处理。"))
    if row.undone_at is not None:
        raise ValidationError(_("这个决定已经撤销了。"))
    if QueueItem.objects.waiting().of(item.object_kind, item.object_id).exists():
        raise ValidationError(_("这条内容又在等待审核，请直接处理。"))
    kind = registry.get(item.object_kind)
    if kind is None:
        raise ValidationError(_("这类内容现在不能审核。"))
    was_down = is_taken_down(item)
    kind.undo(item.object_id, actor, row.before, now)
    row.undone_at, row.undone_by = now, actor
    row.save(update_fields=["undone_at", "undone_by"])
    item.state, item.closed_at = ItemState.WAITING, None
    item.save(update_fields=["state", "closed_at"])
    # A reporter who has reported anew meanwhile keeps that one.
    anew = Report.objects.open().filter(object_kind=item.object_kind, object_id=item.object_id)
    Report.objects.filter(item=item).exclude(reporter__in=anew.values("reporter")).update(
        state=ReportState.OPEN
    )
    record(actor=actor, verb="queue_item.undone", instance=item, body_id=item.body_id, now=now)
    action = LogAction.RESTORED if was_down and not is_taken_down(item) else LogAction.UNDONE
    logbook.write(action=action, body=item.body, subject=str(kind.label), now=now)
    return item
