"""What goes from one area's bodies to those of another when the areas are merged. Called by verbs, in their
transaction.
"""

from collections.abc import Collection as Group
from datetime import date, timedelta

from django.apps import apps
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import CollectionMember

from communities import lifecycle
from communities.choices import BodyKind, Role
from communities.models import Area, AreaAlias, Body, BodyPage, ContactFact, Membership, OpeningSchedule

# Bodies that run an area end with it; all others of the area go on.
RUNNING_KINDS = frozenset({BodyKind.COMMITTEE, BodyKind.STREET_OFFICE})
BATCH = 500


def running_body(area: Area) -> Body | None:
    """Return the committee or office that runs `area` and has not ended."""
    return Body.objects.filter(area=area, kind__in=RUNNING_KINDS, ended_on__isnull=True).first()


def residents_of(body: Body, *, today: date) -> "list[Membership]":
    """Return the residences in `body` that hold on `today`."""
    return list(Membership.objects.current(today=today).filter(body=body, role=Role.RESIDENT))


def officials_of(body: Body, *, today: date) -> "list[Membership]":
    """Return the offices in `body` that hold on `today` or begin later, with their people."""
    rows = Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), body=body)
    return list(rows.exclude(role=Role.RESIDENT).select_related("user").order_by("role", "pk"))


def hand_over_places(area: Area, successor: Area, below: Group[Area] | None = None) -> None:
    """Move what lies directly below `area` (or only `below`), with all below that, to the successor; where
    it has
    that name already, the origin is added.
    """
    taken = set(Area.objects.active().filter(parent=successor).values_list("name", flat=True))
    children = Area.objects.active().filter(parent=area).order_by("pk")
    for child in children if below is None else below:
        if child.name in taken:
            child.name = child.short_name = f"{child.name[:60]}（{area.short_name[:30]}）"
        taken.add(child.name)
        Area.objects.filter(path__startswith=child.path).update(
            path=Concat(Value(successor.path), Substr(F("path"), len(area.path) + 1))
        )
        child.path = successor.path + child.path[len(area.path) :]
        child.parent = successor
        child.save(update_fields=["name", "short_name", "parent", "path"])


def hand_over_aliases(area: Area, successor: Area) -> None:
    """Let residents find the successor by the names, roads and numbers of `area`, and by its own old name."""
    AreaAlias.objects.filter(area=area).update(area=successor)
    if not AreaAlias.objects.filter(area=successor, name=area.short_name).exists():
        AreaAlias.objects.create(area=successor, name=area.short_name)


def hand_over_other_bodies(area: Area, successor: Area) -> None:
    """Let local units and organisations go on in the successor."""
    taken = set(Body.objects.filter(area=successor).values_list("name", flat=True))
    for body in Body.objects.filter(area=area, ended_on__isnull=True).exclude(kind__in=RUNNING_KINDS):
        if body.name in taken:
            body.name = f"{body.name[:60]}（{area.short_name[:30]}）"
        body.area = successor
        body.save(update_fields=["name", "area"])


def hand_over_body(old: Body, new: Body) -> None:
    """Give rights on pages, files, contact facts and opening hours of `old` to `new`, and let the apps
    above do
    their part. Memberships are `move_members`'s.
    """
    BodyPage.objects.filter(body=old).update(body=new)
    origin = _("（原%(area)s）") % {"area": old.area.short_name}
    last = (
        ContactFact.objects.filter(body=new).order_by("-position").values_list("position", flat=True).first()
    )
    taken = set(ContactFact.objects.filter(body=new).values_list("kind", "label", "value"))
    for fact in ContactFact.objects.filter(body=old):
        label = f"{fact.label[: 30 - len(origin)]}{origin}"[:30]
        if (fact.kind, label, fact.value) not in taken:
            fact.body, fact.label, fact.position = new, label, (last or 0) + 1 + fact.position
            fact.save(update_fields=["body", "label", "position"])
    names = set(OpeningSchedule.objects.filter(body=new).values_list("name", flat=True))
    for schedule in OpeningSchedule.objects.filter(body=old):
        name = f"{schedule.name[: 50 - len(origin)]}{origin}"[:50]
        if name not in names:
            schedule.body, schedule.name, schedule.is_main = new, name, False
            schedule.save(update_fields=["body", "name", "is_main"])
    if old.collection_id is not None and new.collection_id is not None:
        # Rights on a folder do not reach into those below it (`communities.policies.collections`).
        for model in apps.get_models():
            if issubclass(model, CollectionMember) and not model._meta.abstract:
                model._default_manager.filter(collection=old.collection_id).update(
                    collection=new.collection_id
                )
    for _key, observer in lifecycle.registry:
        observer.body_merged(old, new)


def move_members(members: Group[Membership], new: Body, *, today: date) -> None:
    """End memberships, yesterday being their last day, and let each go on from `today` in `new` in the
    same role.

    Who has that role there already, keeps it. One that begins today or later has no day in the old body,
    so it is changed in place.
    """
    there = set(
        Membership.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today), body=new
        ).values_list("user_id", "role")
    )
    coming = [row for row in members if (row.user_id, row.role) not in there]
    Membership.objects.bulk_create(
        [
            Membership(
                user_id=row.user_id, body=new, role=row.role, valid_from=today, valid_until=row.valid_until
            )
            for row in coming
            if row.valid_from < today
        ],
        batch_size=BATCH,
    )
    late = [row.pk for row in coming if row.valid_from >= today]
    Membership.objects.filter(pk__in=late).update(body=new)
    end_members([row for row in members if row.pk not in late], today=today)


def end_members(members: Group[Membership], *, today: date) -> None:
    """End memberships, yesterday being their last day; those that begin today or later are deleted."""
    begun = [row.pk for row in members if row.valid_from < today]
    Membership.objects.filter(pk__in=begun).update(
        valid_until=today - timedelta(days=1), closed_at=timezone.now()
    )
    Membership.objects.filter(pk__in=[row.pk for row in members if row.valid_from >= today]).delete()
