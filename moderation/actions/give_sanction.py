from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body
from communities.permissions import has_right
from communities.roles import Right
from design.formatting import safe_text
from events.record import record
from moderation import logbook
from moderation.actions.carry_sanctions import carry_sanctions
from moderation.choices import LogAction, SanctionKind
from moderation.models import Sanction
from moderation.models.queue import LONGEST_REASON
from moderation.permissions import check_moderate

LONGEST: Final = timedelta(days=365)
_LOGGED = {SanctionKind.SILENCE: LogAction.SILENCED, SanctionKind.SUSPEND: LogAction.SUSPENDED}


@transaction.atomic
def give_sanction(
    *,
    actor: User,
    user: User,
    body: Body,
    kind: SanctionKind,
    reason: str,
    ends_at: datetime,
    now: datetime,
) -> Sanction:
    """Keep `user` from writing within the area of `body`, or from taking part anywhere, until `ends_at`.

    Args:
        actor: a moderator of `body`; a suspension is for district administrators.
        user: whom; not oneself, and nobody who moderates.
        body: in whose name.
        kind: silence or suspend.
        reason: why; the person and the public log say it, the log without a name.
        ends_at: after now, a year at most.
        now: the present moment.

    Raises:
        PermissionDenied: it is not theirs to give.
        ValidationError: no reason, or an end that does not fit.
    """
    check_moderate(actor, body)
    if kind == SanctionKind.SUSPEND and not has_right(actor, Right.MANAGE_DISTRICT):
        raise PermissionDenied(_("停用账号参与由区级管理员决定。"))
    if user.pk == actor.pk or has_right(user, Right.MODERATE):
        raise PermissionDenied(_("不能对自己或其他版主作出处理。"))
    reason = safe_text(reason).strip()[:LONGEST_REASON]
    errors: dict[str, str] = {}
    if not reason:
        errors["reason"] = _("请写明理由，本人会看到。")
    if not now < ends_at <= now + LONGEST:
        errors["ends_at"] = _("结束时间应晚于现在，最长一年。")
    if errors:
        raise ValidationError(errors)
    sanction = Sanction.objects.create(
        kind=kind, user=user, body=body, reason=reason, given_by=actor, starts_at=now, ends_at=ends_at
    )
    record(
        actor=actor,
        verb=f"sanction.{kind.value}",
        instance=sanction,
        body_id=body.pk,
        changes={"ends_at": [None, ends_at.isoformat()], "reason": [None, reason]},
        now=now,
    )
    carry_sanctions(actor=None, user=user, now=now)
    logbook.write(action=_LOGGED[kind], body=body, subject=_("一位成员"), reason=reason, now=now)
    return sanction
