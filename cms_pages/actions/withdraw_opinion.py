from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import ConsultationState, OpinionState
from cms_pages.models import ConsultationPage, Opinion
from events.record import record


@transaction.atomic
def withdraw_opinion(*, actor: User | None, opinion: Opinion, now: datetime) -> None:
    """Delete one's own opinion while the consultation is open.

    Args:
        actor: its author; None for the visitor whom the view has recognised by their browser's mark.
        opinion: their own.
        now: the present moment.

    Raises:
        ValidationError: the consultation has ended; what was said then belongs to its outcome.
    """
    page = ConsultationPage.objects.select_for_update(of=("self",)).get(pk=opinion.consultation_id)
    if page.state_at(now) != ConsultationState.OPEN:
        raise ValidationError(_("征集已经结束，不能再撤回。"))
    record(
        actor=None if opinion.state == OpinionState.RECEIVED else actor,
        verb="opinion.withdrawn",
        instance=opinion,
        body_id=page.body_owner_id,
        area_paths=[page.area.path] if opinion.state == OpinionState.PUBLISHED else [],
        is_tombstone=True,
        now=now,
    )
    opinion.delete()
