from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import ServicePage, ServiceProposal
from cms_pages.services.permissions import check_propose
from cms_pages.services.proposals import changes_between
from design.formatting import safe_text
from events.record import record


def propose_service_change(
    *, actor: User, service: ServicePage, wanted: dict[str, Any], note: str, now: datetime
) -> ServiceProposal:
    """Put a change to the record of `service` before its publisher; the page stays as it is until they
    decide.

    Args:
        actor: a contact of the unit that provides the service.
        service: the published page.
        wanted: a value for each of `cms_pages.services.proposals.FIELDS`.
        note: what else the publisher should know, such as new hours or numbers.
        now: the present moment.

    Raises:
        PermissionDenied: they don't speak for the provider.
        ValidationError: nothing would change, or an earlier proposal waits.
    """
    check_propose(actor, service)
    assert service.provider is not None  # noqa: S101 - `check_propose` has looked
    wanted = {name: safe_text(value) if isinstance(value, str) else value for name, value in wanted.items()}
    changes = changes_between(service, wanted)
    note = safe_text(note).strip()
    if not changes and not note:
        raise ValidationError(_("没有改动，也没有写说明。"))
    try:
        with transaction.atomic():
            proposal = ServiceProposal.objects.create(
                service=service,
                body=service.provider,
                author=actor,
                changes=changes,
                note=note,
                proposed_at=now,
            )
            record(
                actor=actor,
                verb="service_proposal.submitted",
                instance=proposal,
                body_id=service.body_owner_id,
                changes=changes,
                now=now,
            )
    except IntegrityError:
        raise ValidationError(_("上一次提出的修改还在审核，等有结果再提。")) from None
    return proposal
