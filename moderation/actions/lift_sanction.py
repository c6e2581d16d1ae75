from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from moderation import logbook
from moderation.choices import LogAction
from moderation.models import Sanction
from moderation.permissions import check_moderate


@transaction.atomic
def lift_sanction(*, actor: User, sanction: Sanction, now: datetime) -> Sanction:
    """End a sanction before its time.

    Raises:
        PermissionDenied: another body's moderators gave it.
        ValidationError: it has ended already.
    """
    row = Sanction.objects.select_for_update(of=("self",)).select_related("body__area").get(pk=sanction.pk)
    check_moderate(actor, row.body)
    if row.lifted_at is not None or row.ends_at <= now:
        raise ValidationError(_("这项处理已经结束。"))
    row.lifted_at, row.lifted_by = now, actor
    row.save(update_fields=["lifted_at", "lifted_by"])
    record(actor=actor, verb="sanction.lifted", instance=row, body_id=row.body_id, now=now)
    logbook.write(action=LogAction.LIFTED, body=row.body, subject=_("一位成员"), now=now)
    return row
