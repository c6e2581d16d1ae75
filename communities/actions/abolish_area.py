"""Abolishing an area, or merging it into another."""

from collections.abc import Collection as Group
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities import lifecycle, merging
from communities.actions.hand_over_work import hand_over_work
from communities.choices import LEVELS_WITH_PAGES, AreaState, Level
from communities.models import Area, Body
from events.record import record


def abolish_area(
    *,
    actor: User | None,
    area: Area,
    now: datetime,
    successor: Area | None = None,
    moving: Group[int] = (),
) -> None:
    """Abolish `area` and end its bodies today; nothing is deleted, so that what they published stays true.

    With a successor it is a merger: grids, estates, buildings and the names by which residents find the
    community move to the successor, residents become its residents, and its committee gets the pages, files,
    contact facts and open work. Without one, what lies below is abolished, too. A fault changes nothing.

    Args:
        actor: who abolishes it.
        area: the area; it is changed in place.
        now: the present moment.
        successor: the area of the same level that takes over.
        moving: keys of the memberships of officials that go on in the successor's body; the others end.

    Raises:
        ValidationError: the district, an area abolished already, one that still has streets or communities
            below it, or a successor that can't take over.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        # The two, and with them everything below, stay as they are while we decide; always in one order, so
        # that two mergers can't wait for each other.
        keys = [area.pk, successor.pk] if successor is not None else [area.pk]
        rows = Area.objects.select_for_update().order_by("pk").filter(pk__in=keys)
        found = {row.pk: row for row in rows}
        locked = found[area.pk]
        heir = found.get(successor.pk) if successor is not None else None
        _check(locked, heir, wants_heir=successor is not None)
        if heir is None:
            below = Area.objects.active().within(locked).exclude(pk=locked.pk)
            below.update(state=AreaState.ABOLISHED, ended_on=today)
        else:
            merging.hand_over_places(locked, heir)
            merging.hand_over_aliases(locked, heir)
            merging.hand_over_other_bodies(locked, heir)
        moved, left = _end_running_body(locked, heir, set(moving), now)
        Body.objects.filter(area=locked, ended_on__isnull=True).update(ended_on=today)
        area.state, area.ended_on, area.successor = AreaState.ABOLISHED, today, heir
        area.save(update_fields=["state", "ended_on", "successor"])
        record(
            actor=actor,
            verb="area.merged" if heir is not None else "area.abolished",
            instance=area,
            area_paths=[area.path] + ([heir.path] if heir else []),
            changes={
                "state": [AreaState.ACTIVE, AreaState.ABOLISHED],
                "successor": [None, heir.pk if heir else None],
                **moved,
            },
            now=now,
        )
        if area.level in LEVELS_WITH_PAGES:
            for _key, observer in lifecycle.registry:
                observer.area_abolished(area, heir)
        new = merging.running_body(heir) if heir is not None else None
        if new is not None:
            # What has moved lies in the successor's body under the name of somebody who is not there.
            for person in left:
                hand_over_work(actor=actor, user=person, body=new, now=now)


def _check(area: Area, successor: Area | None, *, wants_heir: bool) -> None:
    if area.level == Level.DISTRICT:
        raise ValidationError(_("区不能撤销。"))
    if area.state == AreaState.ABOLISHED:
        raise ValidationError(_("“%s”已经撤销。") % area)
    if Area.objects.active().with_pages().within(area).exclude(pk=area.pk).exists():
        raise ValidationError(_("“%s”之下还有社区，请先撤销或合并这些社区。") % area)
    if not wants_heir:
        return
    if (
        successor is None
        or successor.pk == area.pk
        or successor.level != area.level
        or successor.state != AreaState.ACTIVE
    ):
        raise ValidationError(_("接续的区域必须是另一个同级、在用的区域。"))


def _end_running_body(
    area: Area, heir: Area | None, moving: set[int], now: datetime
) -> tuple[dict[str, list[object]], list[User]]:
    """Let the committee's things and people go to the heir's, or end with it; return how many did, for the
    event, and whose office ended.
    """
    today = timezone.localdate(now)
    old = merging.running_body(area)
    if old is None:
        return {}, []
    residents, officials = merging.residents_of(old, today=today), merging.officials_of(old, today=today)
    new = merging.running_body(heir) if heir is not None else None
    if new is None:
        merging.end_members([*residents, *officials], today=today)
        return {"residents": [len(residents), 0], "officials": [len(officials), 0]}, []
    going = [row for row in officials if row.pk in moving]
    merging.move_members([*residents, *going], new, today=today)
    merging.end_members([row for row in officials if row.pk not in moving], today=today)
    merging.hand_over_body(old, new)
    stay = {row.user_id for row in going}
    left = [row.user for row in officials if row.user_id not in stay]
    return {"residents": [len(residents), len(residents)], "officials": [len(officials), len(going)]}, left
