from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.calendar import add_working_days
from communities.models import Body
from design.formatting import safe_text
from events.record import record
from moderation.choices import Verdict
from moderation.models import Appeal, Decision, Sanction
from moderation.models.queue import LONGEST_NOTE

# House rule: whoever is told what was decided may object for 15 days, and is answered within 5 working days.
OPEN_FOR: Final = timedelta(days=15)
WORKING_DAYS: Final = 5


@transaction.atomic
def file_appeal(*, actor: User, against: Decision | Sanction, text: str, now: datetime) -> Appeal:
    """Ask that somebody else look at a rejection of one's own words, or at a sanction against oneself.

    Sent twice, the first one stands.

    Raises:
        PermissionDenied: it does not concern the actor.
        ValidationError: nothing or too much is written, it is too late, or it was taken back already.
    """
    body, decided_at, gone, decider = _facts(actor, against)
    text = safe_text(text).strip()
    if not text or len(text) > LONGEST_NOTE:
        raise ValidationError({"text": _("请写明理由，最多%(most)d个字。") % {"most": LONGEST_NOTE}})
    if gone:
        raise ValidationError(_("这个处理已经撤销，不用申诉。"))
    if now > decided_at + OPEN_FOR:
        raise ValidationError(_("申诉应在处理后15天内提出。"))
    target = {"decision": against} if isinstance(against, Decision) else {"sanction": against}
    appeal, is_new = Appeal.objects.get_or_create(
        **target,
        defaults={
            "body": body,
            "appellant": actor,
            "against_id": decider,
            "text": text,
            "appealed_at": now,
            "due_on": add_working_days(timezone.localdate(now), WORKING_DAYS),
        },
    )
    if is_new:
        record(actor=actor, verb="appeal.filed", instance=appeal, body_id=body.pk, now=now)
    return appeal


def _facts(actor: User, against: Decision | Sanction) -> tuple[Body, datetime, bool, int | None]:
    """Return body, moment, whether it was taken back, and who decided.

    Raises:
        PermissionDenied: it does not concern the actor.
    """
    if isinstance(against, Decision):
        if against.item.author_id != actor.pk or against.verdict != Verdict.REJECT:
            raise PermissionDenied
        return against.item.body, against.decided_at, against.undone_at is not None, against.actor_id
    if against.user_id != actor.pk:
        raise PermissionDenied
    return against.body, against.starts_at, against.lifted_at is not None, against.given_by_id
