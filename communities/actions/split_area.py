"""Making two communities of one."""

from collections.abc import Collection as Group
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities import lifecycle, merging
from communities.actions.add_bodies import add_bodies, missing_bodies
from communities.choices import AreaState, Level
from communities.divisions.naming import community_kind, community_short_name
from communities.models import Area, AreaAlias
from communities.pinyin import slug_base, unique_slug
from events.record import record


def split_area(
    *,
    actor: AbstractUser | None,
    area: Area,
    code: str,
    name: str,
    now: datetime,
    below: Group[int] = (),
    aliases: Group[int] = (),
) -> Area:
    """Make a new community beside `area`, with its committee, folder and pages; return it.

    What is named of the grids, estates, buildings and other names of `area` belongs to the new one from
    now on. Residents stay where they are, as nobody but they knows where they live; they are told of the
    new one.

    Args:
        actor: who splits it.
        area: the community; it goes on.
        code: the new one's code for statistics, 12 digits.
        name: the new one's official name.
        now: the present moment.
        below: keys of grids, estates or buildings directly below `area`.
        aliases: keys of aliases of `area`.

    Raises:
        ValidationError: not an active community, a code or name that is no good or taken, or something
            that does not lie in `area`.
    """
    if area.level != Level.COMMUNITY or area.state != AreaState.ACTIVE:
        raise ValidationError(_("只有在用的社区可以拆分。"))
    with transaction.atomic():
        # Two splits below one street must not take one address; two of one community not one estate.
        list(Area.objects.select_for_update().order_by("pk").filter(pk__in=[area.parent_id, area.pk]))
        new = _new_community(area, code.strip(), name.strip())
        places = list(Area.objects.active().filter(parent=area, pk__in=below))
        names = AreaAlias.objects.filter(area=area, pk__in=aliases)
        if len(places) != len(set(below)) or names.count() != len(set(aliases)):
            raise ValidationError({"below": _("有的网格、小区、楼幢或路名不属于这个社区。")})
        new.save()
        new.path = f"{area.path[: -len(f'{area.pk}/')]}{new.pk}/"
        new.save(update_fields=["path"])
        merging.hand_over_places(area, new, places)
        names.update(area=new)
        for _key, observer in lifecycle.registry:
            observer.areas_added([new])
        add_bodies(actor=actor, bodies=missing_bodies([new]), now=now)
        record(
            actor=actor,
            verb="area.split",
            instance=area,
            area_paths=[area.path, new.path],
            changes={"name": [area.name, new.name], "successor": [area.pk, new.pk]},
            now=now,
        )
        for _key, observer in lifecycle.registry:
            observer.area_split(area, new)
    return new


def _new_community(area: Area, code: str, name: str) -> Area:
    street = area.parent
    taken = set(Area.objects.filter(parent=street).values_list("slug", flat=True))
    short_name = community_short_name(name, street_name=street.name if street else "") if name else ""
    if Area.objects.active().filter(parent=street, short_name=short_name).exists():
        short_name = name
    new = Area(
        level=Level.COMMUNITY,
        code=code,
        name=name,
        short_name=short_name,
        kind=community_kind(code=code, name=name),
        parent=street,
        slug=unique_slug(slug_base(short_name), taken=taken, fallback=f"a{code}") if short_name else "",
    )
    if street is not None and not code.startswith(street.code or ""):
        raise ValidationError({"code": _("代码应以所在街道的代码%s开头。") % street.code})
    new.full_clean(exclude=["path"])
    return new
