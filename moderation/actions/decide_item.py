from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from moderation import logbook
from moderation.choices import VERDICT_STATE, Cause, ItemState, LogAction, ReportState, Verdict
from moderation.kinds import registry
from moderation.models import Decision, QueueItem, Report
from moderation.models.queue import LONGEST_REASON
from moderation.permissions import check_moderate
from moderation.subjects import is_taken_down


@transaction.atomic
def decide_item(
    *, actor: User, item: QueueItem, verdict: Verdict, reason: str, version: str, now: datetime
) -> Decision:
    """Approve or reject what waits. Reports about it are answered by the same decision.

    Args:
        actor: a moderator of the item's body.
        item: what waits.
        verdict: approve or reject.
        reason: why it is rejected; its author and the public log say it.
        version: `Subject.version` of what the moderator saw; "" where they decide whatever it is now.
        now: the present moment.

    Raises:
        PermissionDenied: another body's moderators decide.
        ValidationError: it was decided already, was changed meanwhile, the reason is missing, or it is
            their own that was reported or hidden.
    """
    row = QueueItem.objects.select_for_update(of=("self",)).select_related("body__area").get(pk=item.pk)
    check_moderate(actor, row.body)
    if row.state != ItemState.WAITING:
        raise ValidationError(_("这一条已经处理过了：%(state)s。") % {"state": row.get_state_display()})
    if row.author_id == actor.pk and not {Cause.REPORTED, Cause.MODERATOR}.isdisjoint(row.causes):
        raise ValidationError(_("这是您自己发的，要由其他版主处理。"))
    reason = safe_text(reason).strip()[:LONGEST_REASON]
    if verdict == Verdict.REJECT and not reason:
        raise ValidationError({"reason": _("请写明理由，作者会看到。")})
    kind = registry.get(row.object_kind)
    if kind is None:
        raise ValidationError(_("这类内容现在不能审核。"))
    if version and kind.check_version is not None:
        kind.check_version(row.object_id, version)
    was_down = is_taken_down(row)
    carry_out = kind.approve if verdict == Verdict.APPROVE else kind.reject
    before = carry_out(row.object_id, actor, reason, now)
    row.state, row.closed_at = VERDICT_STATE[verdict], now
    row.save(update_fields=["state", "closed_at"])
    decision = Decision.objects.create(
        item=row, actor=actor, verdict=verdict, reason=reason, decided_at=now, before=before
    )
    answered = ReportState.UPHELD if verdict == Verdict.REJECT else ReportState.DISMISSED
    Report.objects.open().filter(item=row).update(state=answered)
    record(
        actor=actor,
        verb=f"queue_item.{row.state}",
        instance=row,
        body_id=row.body_id,
        changes={"state": [ItemState.WAITING.value, row.state], "reason": [None, reason]},
        now=now,
    )
    if (action := _logged_as(verdict, row, was_down=was_down)) is not None:
        logbook.write(action=action, body=row.body, subject=str(kind.label), reason=reason, now=now)
    return decision


def _logged_as(verdict: Verdict, row: QueueItem, *, was_down: bool) -> LogAction | None:
    """Return how the public log words the decision; None for an approval of what nobody had read or
    reported.
    """
    if verdict == Verdict.REJECT:
        return LogAction.HIDDEN if Cause.MODERATOR in row.causes else LogAction.REJECTED
    if was_down:
        return LogAction.RESTORED
    return LogAction.APPROVED if Cause.REPORTED in row.causes else None
