"""Bodies, each with its folder for images and documents."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F
from wagtail.models import Collection

from communities import lifecycle
from communities.choices import AreaState, BodyKind, CommunityKind, Level
from communities.divisions import naming
from communities.models import Area, Body
from events.record import record

# Above this a load is told of by one event on the district instead of one for each.
EVENTS_ONE_BY_ONE = 20
_RUNNING_KIND = {
    Level.DISTRICT: BodyKind.DISTRICT_OFFICE,
    Level.STREET: BodyKind.STREET_OFFICE,
    Level.COMMUNITY: BodyKind.COMMITTEE,
}


def add_bodies(*, actor: AbstractUser | None, bodies: Sequence[Body], now: datetime) -> list[Body]:
    """Save new bodies, give each a folder below that of the body above it, and tell the observers.

    The number of queries grows with the number of bodies above, not with that of `bodies`.

    Args:
        actor: who adds them; None for a command.
        bodies: unsaved, with kind, name and area; those above others come first.
        now: the present moment.

    Raises:
        IntegrityError: an area has a body of that name, or a second body of a kind that it can have once.
    """
    if not bodies:
        return []
    with transaction.atomic():
        _make_folders(bodies)
        created = Body.objects.bulk_create(bodies)
        if len(created) <= EVENTS_ONE_BY_ONE:
            for body in created:
                record(
                    actor=actor,
                    verb="body.added",
                    instance=body,
                    body_id=body.pk,
                    area_paths=[body.area.path],
                    changes={"name": [None, body.name]},
                )
        for _key, observer in lifecycle.registry:
            observer.bodies_added(created)
    return created


def missing_bodies(areas: Sequence[Area]) -> list[Body]:
    """Return, unsaved, the bodies that active `areas` with pages should have; an ended one is not missed."""
    have = set(Body.objects.filter(area__in=areas).values_list("area_id", "kind"))
    return [
        body
        for area in areas
        if area.state == AreaState.ACTIVE
        for body in _bodies_of(area)
        if (area.pk, body.kind) not in have
    ]


def body_name(area: Area, kind: BodyKind) -> str:
    """Return the name that the body of `kind` has by the name of its area."""
    if kind == BodyKind.STEERING_COMMISSION:
        return naming.steering_commission_name(area.name)
    if kind == BodyKind.DISTRICT_OFFICE:
        return naming.district_office_name(area.name)
    if kind == BodyKind.STREET_OFFICE:
        return naming.street_office_name(area.name)
    return naming.committee_name(area.name, kind=CommunityKind(area.kind))


def _bodies_of(area: Area) -> list[Body]:
    if area.level not in _RUNNING_KIND:
        return []
    kinds = [_RUNNING_KIND[Level(area.level)]]
    if area.level == Level.DISTRICT:
        kinds.append(BodyKind.STEERING_COMMISSION)
    return [Body(kind=kind, name=body_name(area, kind), area=area) for kind in kinds]


def _make_folders(bodies: Sequence[Body]) -> None:
    """Set `collection` on each body, saved.

    treebeard's `add_child` reads and moves siblings for each node, which grows with the square of a district;
    here the paths are counted in memory. Children keep the order of codes instead of names, which is the
    official one.
    """
    steps = _last_steps()
    folders = _folders_by_running_body(bodies)
    root = Collection.get_first_root_node()
    added_to_saved: Counter[int] = Counter()
    made: list[Collection] = []
    for body in bodies:
        parent = _folder_above(body, folders) or root
        step = steps.get(parent.path, 0) + 1
        steps[parent.path] = step
        folder = Collection(
            name=body.name,
            depth=parent.depth + 1,
            path=Collection._get_path(parent.path, parent.depth + 1, step),
            numchild=0,
        )
        if parent.pk:
            added_to_saved[parent.pk] += 1
        else:
            parent.numchild += 1
        made.append(folder)
        if body.kind in _RUNNING_KIND.values():
            folders.setdefault((body.area_id, body.kind), folder)
    made = Collection.objects.bulk_create(made)
    for body, folder in zip(bodies, made, strict=True):
        body.collection = folder
    for key, count in added_to_saved.items():
        Collection.objects.filter(pk=key).update(numchild=F("numchild") + count)


def _last_steps() -> dict[str, int]:
    """Return the number of the last child by its parent's path."""
    last: dict[str, int] = {}
    for path in Collection.objects.order_by("path").values_list("path", flat=True):
        parent, step = path[: -Collection.steplen], path[-Collection.steplen :]
        last[parent] = Collection._str2int(step)
    return last


def _folders_by_running_body(bodies: Sequence[Body]) -> dict[tuple[int, str], Collection]:
    """Return the folders of the bodies that run the areas on the way down to those of `bodies`."""
    areas = {key for body in bodies for key in body.area.ancestor_ids}
    saved = (
        Body.objects.filter(area__in=areas, kind__in=_RUNNING_KIND.values(), collection__isnull=False)
        .order_by("pk")
        .select_related("collection")
    )
    folders: dict[tuple[int, str], Collection] = {}
    for body in saved:
        folders.setdefault((body.area_id, body.kind), body.collection)
    return folders


def _folder_above(body: Body, folders: dict[tuple[int, str], Collection]) -> Collection | None:
    """Return the folder of the nearest body that runs the same area or one above."""
    above = body.area.ancestor_ids[::-1]
    if body.kind in _RUNNING_KIND.values():
        above = above[1:]
    for area_id in above:
        for kind in _RUNNING_KIND.values():
            if folder := folders.get((area_id, kind)):
                return folder
    return None
