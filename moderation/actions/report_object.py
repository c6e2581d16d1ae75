from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body
from design.formatting import safe_text
from events.querysets import kind_of
from events.record import record
from moderation.actions.open_item import open_item
from moderation.choices import Cause, ReportReason
from moderation.kinds import registry
from moderation.models import QueueItem, Report
from moderation.models.queue import LONGEST_NOTE

# So many people's open reports take a thing from the public until a moderator has looked.
HIDES_AT: Final = 3


@transaction.atomic
def report_object(
    *,
    actor: User,
    instance: models.Model,
    body: Body,
    author_id: int | None,
    reason: ReportReason,
    note: str,
    now: datetime,
) -> Report:
    """Tell the moderators of `body` what is wrong with `instance`; sent twice, the second changes nothing.

    The third person's report hides it until somebody has decided.

    Args:
        actor: who reports; moderators alone will know.
        instance: something that the actor sees, of a kind in `moderation.kinds.registry`.
        body: whose moderators decide.
        author_id: who wrote it.
        reason: what is wrong.
        note: in the reporter's words; needed where the reason is “other”.
        now: the present moment.

    Raises:
        PermissionDenied: it is their own.
        ValidationError: the reason needs words.
    """
    if author_id == actor.pk:
        raise PermissionDenied(_("自己发的内容可以自己修改或删除，不用举报。"))
    note = safe_text(note).strip()
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _("最多%(most)d个字。") % {"most": LONGEST_NOTE}})
    if reason == ReportReason.OTHER and not note:
        raise ValidationError({"note": _("请写明哪里有问题。")})
    kind, key = kind_of(instance), str(instance.pk)
    item = open_item(
        actor=None, instance=instance, body=body, author_id=author_id, causes=[Cause.REPORTED], now=now
    )
    report, is_new = Report.objects.get_or_create(
        reporter=actor,
        object_kind=kind,
        object_id=key,
        state="open",
        defaults={"item": item, "reason": reason, "note": note, "reported_at": now},
    )
    if not is_new:
        return report
    count = Report.objects.open().filter(object_kind=kind, object_id=key).count()
    QueueItem.objects.filter(pk=item.pk).update(report_count=count)
    # The event names the queue's row and not the reporter, whom the audit knows by `actor`.
    # Without the body: its officials read what belongs to it, and who reported is for its moderators alone.
    record(actor=actor, verb="report.made", instance=report, now=now)
    moderated = registry.get(kind)
    if count >= HIDES_AT and moderated is not None and moderated.hide is not None:
        moderated.hide(key, now)
    return report
