from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import ProposalState
from cms_pages.models import ServiceProposal
from cms_pages.services.permissions import check_manage
from design.formatting import safe_text
from events.record import record

LONGEST_REASON = 200


@transaction.atomic
def reject_service_proposal(
    *, actor: User, proposal: ServiceProposal, reason: str, now: datetime
) -> ServiceProposal:
    """Leave the service as it is, and tell its provider why.

    Args:
        actor: an official of the service's publisher.
        proposal: one that waits.
        reason: why not, for whoever proposed it.
        now: the present moment.

    Raises:
        PermissionDenied: another body publishes the service.
        ValidationError: it was decided already, or the reason is missing.
    """
    check_manage(actor, proposal.service)
    reason = safe_text(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise ValidationError({"reason": _("请写明不采纳的理由，服务单位会看到。")})
    row = (
        ServiceProposal.objects.select_for_update(of=("self",)).select_related("service").get(pk=proposal.pk)
    )
    if row.state != ProposalState.WAITING:
        raise ValidationError(_("这条修改已经处理过：%(state)s。") % {"state": row.get_state_display()})
    row.state, row.reason, row.decided_by, row.decided_at = ProposalState.REJECTED, reason, actor, now
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb="service_proposal.rejected",
        instance=row,
        body_id=row.service.body_owner_id,
        changes={"reason": [None, reason]},
        now=now,
    )
    return row
