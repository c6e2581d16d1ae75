from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from accounts.models import User
from cms_pages.choices import ProposalState
from cms_pages.models import ServicePage, ServiceProposal
from cms_pages.services.permissions import check_manage
from cms_pages.services.proposals import apply_to
from events.record import record


@transaction.atomic
def approve_service_proposal(*, actor: User, proposal: ServiceProposal, now: datetime) -> ServicePage:
    """Publish what `proposal` wants as a new version of its service, and return the page.

    Args:
        actor: an official of the service's publisher.
        proposal: one that waits.
        now: the present moment.

    Raises:
        PermissionDenied: another body publishes the service.
        ValidationError: it was decided already, the publisher's own draft would be lost, or the page would
            not be ready (`PublicationRefused`, with every reason).
    """
    check_manage(actor, proposal.service)
    row = ServiceProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != ProposalState.WAITING:
        raise ValidationError(_("这条修改已经处理过：%(state)s。") % {"state": row.get_state_display()})
    service: ServicePage = ServicePage.objects.select_for_update(of=("self",)).get(pk=row.service_id)
    if not service.live:
        raise ValidationError(_("这项服务已经下线，请先发布再采纳。"))
    if service.has_unpublished_changes:
        raise ValidationError(_("这项服务有没发布的草稿，采纳会盖掉它。请先发布草稿或放弃草稿。"))
    service.clear_ended_status(now)
    apply_to(service, row)
    if row.changes:
        with LogContext(user=actor):
            service.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    row.state, row.decided_by, row.decided_at = ProposalState.APPROVED, actor, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb="service_proposal.approved",
        instance=row,
        body_id=service.body_owner_id,
        changes=row.changes,
        now=now,
    )
    return service
