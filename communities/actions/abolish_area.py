"""Abolishing an area, or merging it into another."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from communities import lifecycle
from communities.choices import LEVELS_WITH_PAGES, AreaState, Level
from communities.models import Area, AreaAlias, Body
from events.record import record


def abolish_area(
    *, actor: AbstractUser | None, area: Area, now: datetime, successor: Area | None = None
) -> None:
    """Abolish `area` and end its bodies today; nothing is deleted, so that what they published stays true.

    With a successor it is a merger: grids, estates, buildings and the names by which residents find the
    community move to the successor. Without one they are abolished, too.

    Args:
        actor: who abolishes it.
        area: the area; it is changed in place.
        now: the present moment.
        successor: the area of the same level that takes over.

    Raises:
        ValidationError: the district, an area abolished already, one that still has streets or communities
            below it, or a successor that can't take over.
    """
    with transaction.atomic():
        # The area, and with it everything below, stays as it is while we decide.
        locked = Area.objects.select_for_update().get(pk=area.pk)
        _check(locked, successor)
        below = Area.objects.active().within(locked).exclude(pk=locked.pk)
        if successor is None:
            below.update(state=AreaState.ABOLISHED)
        else:
            _hand_over(locked, successor)
        area.state = AreaState.ABOLISHED
        area.save(update_fields=["state"])
        Body.objects.filter(area=locked, ended_on__isnull=True).update(ended_on=timezone.localdate(now))
        record(
            actor=actor,
            verb="area.abolished",
            instance=area,
            area_paths=[area.path] + ([successor.path] if successor else []),
            changes={
                "state": [AreaState.ACTIVE, AreaState.ABOLISHED],
                "successor": [None, successor.pk if successor else None],
            },
        )
        if area.level in LEVELS_WITH_PAGES:
            for _key, observer in lifecycle.registry:
                observer.area_abolished(area, successor)


def _check(area: Area, successor: Area | None) -> None:
    if area.level == Level.DISTRICT:
        raise ValidationError(_("区不能撤销。"))
    if area.state == AreaState.ABOLISHED:
        raise ValidationError(_("“%s”已经撤销。") % area)
    if Area.objects.active().with_pages().within(area).exclude(pk=area.pk).exists():
        raise ValidationError(_("“%s”之下还有社区，请先撤销或合并这些社区。") % area)
    if successor is None:
        return
    if successor.pk == area.pk or successor.level != area.level or successor.state != AreaState.ACTIVE:
        raise ValidationError(_("接续的区域必须是另一个同级、在用的区域。"))


def _hand_over(area: Area, successor: Area) -> None:
    """Move what lies below to the successor; where it has that name already, the origin is added."""
    taken = set(Area.objects.active().filter(parent=successor).values_list("name", flat=True))
    for child in Area.objects.active().filter(parent=area):
        if child.name in taken:
            child.name = child.short_name = f"{child.name}（{area.short_name}）"[:100]
        child.parent = successor
        child.save(update_fields=["name", "short_name", "parent"])
    moved = Area.objects.active().within(area).exclude(pk=area.pk)
    moved.update(path=Concat(Value(successor.path), Substr(F("path"), len(area.path) + 1)))
    AreaAlias.objects.filter(area=area).update(area=successor)
