from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import OPINION_MOVES, OpinionState
from cms_pages.consultations.permissions import check_manage
from cms_pages.models import Opinion
from cms_pages.models.consultations.opinion import LONGEST_REASON
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def decide_opinion(
    *, actor: User, opinion: Opinion, state: OpinionState, reason: str, now: datetime
) -> Opinion:
    """Show `opinion` to everybody, or keep it from others, also where it was decided otherwise before.

    Args:
        actor: an official of the body that asks.
        opinion: as it was read; its `said_at` says which words.
        state: `PUBLISHED` or `HIDDEN`; see `OPINION_MOVES`.
        reason: why it is not shown, for its author.
        now: the present moment.

    Raises:
        PermissionDenied: another body asks.
        ValidationError: it can't become that, its words have changed, or a reason is missing.
    """
    check_manage(actor, opinion.consultation)
    row = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("consultation__area")
        .get(pk=opinion.pk)
    )
    if row.said_at != opinion.said_at:
        raise ValidationError(_("居民刚刚改写了这条意见，请重新看过再决定。"))
    before = OpinionState(row.state)
    if state not in OPINION_MOVES[before]:
        raise ValidationError(_("这条意见已经是“%(state)s”。") % {"state": before.label})
    reason = safe_text(reason).strip()[:LONGEST_REASON] if state == OpinionState.HIDDEN else ""
    if state == OpinionState.HIDDEN and not reason:
        raise ValidationError({"reason": _("请写明不公开的理由，提意见的人会看到。")})
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, actor, now
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb=f"opinion.{state.value}",
        instance=row,
        body_id=row.consultation.body_owner_id,
        area_paths=[row.consultation.area.path],
        changes={"state": [before.value, state.value], "reason": [None, reason]},
        now=now,
    )
    return row
