from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from moderation.choices import ItemState
from moderation.kinds import registry
from moderation.models import QueueItem
from moderation.permissions import check_moderate


@transaction.atomic
def edit_item(*, actor: User, item: QueueItem, text: str, version: str, now: datetime) -> None:
    """Replace the text of what waits, before approving it; the thing's own history keeps the author's words.

    Raises:
        PermissionDenied: another body's moderators decide.
        ValidationError: it waits no more, was changed meanwhile, can't be edited, or the text is refused.
    """
    row = QueueItem.objects.select_for_update(of=("self",)).select_related("body__area").get(pk=item.pk)
    check_moderate(actor, row.body)
    kind = registry.get(row.object_kind)
    if row.state != ItemState.WAITING:
        raise ValidationError(_("这一条已经处理过了。"))
    if kind is None or kind.edit is None:
        raise ValidationError(_("这类内容不能由版主修改。"))
    if version and kind.check_version is not None:
        kind.check_version(row.object_id, version)
    kind.edit(row.object_id, actor, text, now)
    record(actor=actor, verb="queue_item.edited", instance=row, body_id=row.body_id, now=now)
