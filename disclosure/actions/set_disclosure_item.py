"""Keeping the catalogue: the district its standard, a committee its own items."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.models import DisclosureItem
from disclosure.permissions import check_change_item
from events.record import record

_TOLD = (
    "kind",
    "applies_to",
    "title",
    "village_title",
    "elements",
    "legal_basis",
    "cycle",
    "counts_from",
    "limit_days",
    "audience",
    "channels",
    "position",
    "counted_from",
    "ended_on",
)


@transaction.atomic
def set_disclosure_item(*, actor: User | None, item: DisclosureItem, now: datetime) -> DisclosureItem:
    """Save `item`, new or changed, and write down what committees owe from now on.

    A cycle that changes asks for nothing that is over: it counts from today's period on. What was owed
    before stays.

    Args:
        actor: the district for its standard, officials of the committee for its own item; None for commands.
        item: with the new values, not yet saved.
        now: the present moment.

    Raises:
        PermissionDenied: the item is another's.
        ValidationError: a value is missing or wrong, or the catalogue has the title already.
    """
    before: dict[str, Any] = dict.fromkeys(_TOLD)
    if item.pk:
        kept = DisclosureItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
        if actor is not None:
            check_change_item(actor, kept)
        before = {name: getattr(kept, name) for name in _TOLD}
        if kept.body_id != item.body_id:
            raise ValidationError(_("事项不能改到另一个单位名下。"))
    if actor is not None:
        check_change_item(actor, item)
    if not item.elements:
        raise ValidationError({"elements": _("至少写一个要素，一行一个。")})
    today = timezone.localdate(now)
    if before["cycle"] not in (None, item.cycle):
        item.counted_from = max(item.counted_from, today)
    item.full_clean(exclude=["elements"])
    changes = {
        name: [_json(before[name]), _json(getattr(item, name))]
        for name in _TOLD
        if before[name] != getattr(item, name)
    }
    if not changes:
        return item
    is_new = item.pk is None
    item.save()
    record(
        actor=actor,
        verb="disclosure_item.added" if is_new else "disclosure_item.changed",
        instance=item,
        body_id=item.body_id,
        area_paths=[item.body.area.path] if item.body else _district_path(),
        changes=changes,
        now=now,
    )
    lay_out_duties(actor=actor, now=now, items=[item], bodies=[item.body] if item.body else None)
    return item


def _json(value: Any) -> Any:
    return value if isinstance(value, (str, int, list, type(None))) else str(value)


def _district_path() -> list[str]:
    from communities.choices import Level
    from communities.models import Area

    return list(Area.objects.filter(level=Level.DISTRICT).values_list("path", flat=True))
