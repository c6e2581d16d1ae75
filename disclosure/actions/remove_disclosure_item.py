"""Taking an item out of a catalogue under which nothing was disclosed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from disclosure.models import DisclosureItem
from disclosure.permissions import check_change_item
from events.record import record


@transaction.atomic
def remove_disclosure_item(*, actor: User, item: DisclosureItem, now: datetime) -> None:
    """Delete `item` with what is owed under it.

    Args:
        actor: whoever keeps it.
        item: the item.
        now: the present moment.

    Raises:
        PermissionDenied: the item is another's.
        ValidationError: something was disclosed or is late under it; it can be ended by a date instead.
    """
    check_change_item(actor, item)
    kept = DisclosureItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
    if kept.duties.settled(now=now).exists():
        raise ValidationError(
            _("“%s”已经有公开记录或逾期记录，不能删除；不再要求的，请填“停用日期”。") % kept
        )
    record(
        actor=actor,
        verb="disclosure_item.removed",
        instance=kept,
        body_id=kept.body_id,
        area_paths=[kept.body.area.path] if kept.body else [],
        changes={"title": [kept.title, None]},
        is_tombstone=True,
        now=now,
    )
    kept.duties.all().delete()
    kept.delete()
