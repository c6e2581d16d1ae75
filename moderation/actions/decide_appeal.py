from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from moderation import logbook
from moderation.actions.decide_item import decide_item
from moderation.actions.lift_sanction import lift_sanction
from moderation.actions.undo_decision import undo_decision
from moderation.choices import AppealState, LogAction, Verdict
from moderation.models import Appeal
from moderation.models.queue import LONGEST_NOTE
from moderation.permissions import can_decide_appeal

_LOGGED = {
    AppealState.UPHELD: LogAction.APPEAL_UPHELD,
    AppealState.OVERTURNED: LogAction.APPEAL_OVERTURNED,
}


@transaction.atomic
def decide_appeal(*, actor: User, appeal: Appeal, state: AppealState, answer: str, now: datetime) -> Appeal:
    """Answer an appeal; where it is right, what was decided is taken back at once.

    Args:
        actor: a moderator for the body who decided nothing in this before.
        appeal: one that waits.
        state: upheld (the decision stands) or overturned.
        answer: why; the person reads it.
        now: the present moment.

    Raises:
        PermissionDenied: they decided themselves, or it is another body's.
        ValidationError: it has an answer already, or the answer is missing.
    """
    row = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("body__area", "decision__item__body__area", "sanction__body__area")
        .get(pk=appeal.pk)
    )
    if row.state != AppealState.WAITING:
        raise ValidationError(_("这个申诉已经答复。"))
    if not can_decide_appeal(actor, row):
        raise PermissionDenied(_("申诉要由原处理人以外的版主复核。"))
    answer = safe_text(answer).strip()
    if not answer or len(answer) > LONGEST_NOTE:
        raise ValidationError({"answer": _("请写明复核意见，最多%(most)d个字。") % {"most": LONGEST_NOTE}})
    if state not in _LOGGED:
        raise ValidationError(_("请选“维持”或“撤销”。"))
    row.state, row.answer, row.decided_by, row.decided_at = state, answer, actor, now
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if state == AppealState.OVERTURNED:
        _take_back(actor, row, now)
    record(
        actor=actor,
        verb=f"appeal.{state.value}",
        instance=row,
        body_id=row.body_id,
        changes={"state": [AppealState.WAITING.value, state.value]},
        now=now,
    )
    logbook.write(action=_LOGGED[state], body=row.body, subject=_("一项处理"), reason=answer, now=now)
    return row


def _take_back(actor: User, appeal: Appeal, now: datetime) -> None:
    if appeal.sanction is not None:
        if appeal.sanction.lifted_at is None and appeal.sanction.ends_at > now:
            lift_sanction(actor=actor, sanction=appeal.sanction, now=now)
        return
    if appeal.decision is not None and appeal.decision.undone_at is None:
        item = undo_decision(actor=actor, decision=appeal.decision, now=now)
        decide_item(actor=actor, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
