from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.permissions import has_right
from communities.roles import Right
from design.formatting import safe_text
from events.record import record
from forum.choices import ReferralState
from forum.models import Referral


@transaction.atomic
def settle_referral(
    *, actor: User, referral: Referral, state: ReferralState, answer: str, now: datetime
) -> Referral:
    """Sign for a 联系单, answer it, or (whoever sent it) close it.

    Args:
        actor: an official of the office whose turn it is.
        referral: the 联系单.
        state: received, answered or closed.
        answer: of an answer, its words.
        now: the present moment.

    Raises:
        PermissionDenied: it is the other office's turn.
        ValidationError: it is too early or too late for that, or the answer is missing.
    """
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("from_body__area", "to_body__area")
        .get(pk=referral.pk)
    )
    side = row.from_body if state == ReferralState.CLOSED else row.to_body
    if not has_right(actor, Right.ANSWER_ENQUIRIES, side):
        raise PermissionDenied(_("这一步由“%(body)s”办理。") % {"body": side})
    allowed = {
        ReferralState.RECEIVED: (ReferralState.SENT,),
        ReferralState.ANSWERED: (ReferralState.SENT, ReferralState.RECEIVED),
        ReferralState.CLOSED: (ReferralState.ANSWERED,),
    }
    if row.state not in allowed.get(state, ()):
        raise ValidationError(
            _("联系单现在是“%(state)s”，不能这样处理。") % {"state": row.get_state_display()}
        )
    if row.received_at is None:
        row.received_by, row.received_at = actor, now
    if state == ReferralState.ANSWERED:
        row.answer = safe_text(answer).strip()[:5000]
        if not row.answer:
            raise ValidationError({"answer": _("请填写回复。")})
        row.answered_by, row.answered_at = actor, now
    if state == ReferralState.CLOSED:
        row.closed_at = now
    row.state = state
    row.save()
    record(actor=actor, verb=f"referral.{state.value}", instance=row, body_id=side.pk, now=now)
    return row
