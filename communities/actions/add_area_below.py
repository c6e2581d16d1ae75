"""Adding a grid, an estate or a building below a community."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.choices import AreaState, Level
from communities.models import Area
from events.record import record

# What may lie directly below what; neither has pages.
LEVELS_BELOW: Mapping[Level, frozenset[Level]] = MappingProxyType(
    {
        Level.COMMUNITY: frozenset({Level.GRID, Level.ESTATE, Level.BUILDING}),
        Level.GRID: frozenset({Level.ESTATE, Level.BUILDING}),
        Level.ESTATE: frozenset({Level.BUILDING}),
    }
)


def add_area_below(
    *, actor: AbstractUser | None, parent: Area, level: Level, name: str, now: datetime
) -> Area:
    """Add an area without code and pages below a community, a grid or an estate.

    Args:
        actor: who adds it.
        parent: what it lies in.
        level: grid, estate or building.
        name: the name that residents use, such as 3幢 or 长干苑.
        now: the present moment.

    Raises:
        ValidationError: the level can't lie there, the parent was abolished, or the name is no good or taken.
    """
    if level not in LEVELS_BELOW.get(Level(parent.level), frozenset()):
        raise ValidationError(
            _("%(parent)s之下不能设%(level)s。")
            % {"parent": parent.get_level_display(), "level": Level(level).label}
        )
    if parent.state != AreaState.ACTIVE:
        raise ValidationError(_("“%s”已撤销，不能再添加下级。") % parent)
    with transaction.atomic():
        # Additions below one parent wait for each other, so that none takes the other's name.
        Area.objects.select_for_update().get(pk=parent.pk)
        area = Area(level=level, name=name.strip(), short_name=name.strip(), parent=parent)
        area.full_clean(exclude=["path"])
        area.save()
        area.path = f"{parent.path}{area.pk}/"
        area.save(update_fields=["path"])
        record(
            actor=actor,
            verb="area.added",
            instance=area,
            area_paths=[area.path],
            changes={"name": [None, area.name]},
        )
    return area
