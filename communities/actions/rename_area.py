"""Giving an area another name; its address, its bodies and its pages follow."""

from collections.abc import Collection as Group
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities import lifecycle
from communities.actions.add_bodies import body_name
from communities.choices import LEVELS_WITH_PAGES, BodyKind, Level
from communities.divisions.naming import community_kind, community_short_name
from communities.models import Area, Body
from communities.pinyin import slug_base, unique_slug
from events.record import record


def rename_area(
    *, actor: AbstractUser | None, area: Area, name: str, now: datetime, short_name: str = ""
) -> bool:
    """Rename `area`; return whether anything changed.

    The address changes only where the new short name reads differently; the observers see to it that the old
    one redirects. A committee, office or commission that is named after the area is renamed with it, and so
    is its folder.

    Args:
        actor: who renames it; None for a command.
        area: the area; it is changed in place.
        name: the official name.
        now: the present moment.
        short_name: the name that residents use; told from `name` where it is empty.

    Raises:
        ValidationError: the name is empty, too long, holds control characters or is a sibling's.
    """
    with transaction.atomic():
        # Renames below one parent wait for each other, so that two can't take one address.
        list(Area.objects.select_for_update().filter(pk=area.parent_id or area.pk))
        wanted = Area(
            pk=area.pk,
            level=area.level,
            code=area.code,
            name=name.strip(),
            kind=area.kind,
            parent_id=area.parent_id,
            slug=area.slug,
        )
        wanted.short_name = short_name.strip() or _short_name(wanted)
        wanted.full_clean(exclude=["parent", "page", "path"], validate_unique=False)
        return apply_rename(actor=actor, area=area, name=wanted.name, short_name=wanted.short_name, now=now)


def apply_rename(
    *,
    actor: AbstractUser | None,
    area: Area,
    name: str,
    short_name: str,
    now: datetime,
    spent_slugs: Group[str] = (),
) -> bool:
    """Rename `area` to names that were checked already; return whether anything changed.

    Args:
        actor: who renames it; None for a command.
        area: the area; it is changed in place.
        name: the official name.
        short_name: the name that residents use.
        now: the present moment.
        spent_slugs: addresses beside those of the siblings that must not be used, since they are to redirect.
    """
    before = {"name": area.name, "short_name": area.short_name, "slug": area.slug, "kind": area.kind}
    with transaction.atomic():
        named_after = _bodies_named_after(area)
        area.name, area.short_name = name, short_name
        if area.level == Level.COMMUNITY:
            area.kind = community_kind(code=area.code or "", name=name)
        area.slug = _slug(area, before, spent_slugs)
        changes = {key: [old, getattr(area, key)] for key, old in before.items() if old != getattr(area, key)}
        if not changes:
            return False
        area.save(update_fields=list(changes))
        for body in named_after:
            _rename_body(actor, body, area)
        record(actor=actor, verb="area.renamed", instance=area, area_paths=[area.path], changes=changes)
        if area.level in LEVELS_WITH_PAGES:
            for _key, observer in lifecycle.registry:
                observer.area_renamed(area)
    return True


def _short_name(area: Area) -> str:
    if area.level != Level.COMMUNITY:
        return area.name
    street = area.parent.name if area.parent else ""
    short = community_short_name(area.name, street_name=street)
    taken = Area.objects.siblings_of(area).active().filter(short_name=short).exists()
    return area.name if taken else short


def _slug(area: Area, before: dict[str, str], spent: Group[str]) -> str:
    if area.level not in LEVELS_WITH_PAGES:
        return ""
    is_district = area.level == Level.DISTRICT
    base = slug_base(area.short_name, is_district=is_district)
    if before["slug"] and base == slug_base(before["short_name"], is_district=is_district):
        return before["slug"]
    taken = {*Area.objects.siblings_of(area).values_list("slug", flat=True), *spent}
    return unique_slug(base, taken=taken, fallback=f"a{area.code}")


def _bodies_named_after(area: Area) -> list[Body]:
    kinds = (
        BodyKind.DISTRICT_OFFICE,
        BodyKind.STEERING_COMMISSION,
        BodyKind.STREET_OFFICE,
        BodyKind.COMMITTEE,
    )
    bodies = Body.objects.filter(area=area, kind__in=kinds, ended_on__isnull=True)
    return [
        body
        for body in bodies.select_related("collection")
        if body.name == body_name(area, BodyKind(body.kind))
    ]


def _rename_body(actor: AbstractUser | None, body: Body, area: Area) -> None:
    old, body.name = body.name, body_name(area, BodyKind(body.kind))
    if old == body.name:
        return
    body.save(update_fields=["name"])
    if body.collection is not None and body.collection.name == old:
        body.collection.name = body.name
        body.collection.save(update_fields=["name"])
    record(
        actor=actor,
        verb="body.renamed",
        instance=body,
        body_id=body.pk,
        area_paths=[area.path],
        changes={"name": [old, body.name]},
    )
