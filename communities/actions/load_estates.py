"""Loading estates, grids, roads and other names from a checked file."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.actions.load_divisions import set_missing_paths
from communities.choices import Level
from communities.divisions.estates import Estates
from communities.models import Area, AreaAlias
from events.record import record


@dataclass(frozen=True)
class EstatesReport:
    """How many places and names were added, and how many were there already."""

    added: int
    kept: int


def load_estates(*, actor: AbstractUser | None, estates: Estates, now: datetime) -> EstatesReport:
    """Add the estates, grids and names that are missing; what is there and not in the file stays. Safe to run
    again.

    Args:
        actor: who loads; None for a command.
        estates: from `communities.divisions.estates.read_estates`.
        now: the present moment.
    """
    with transaction.atomic():
        communities = {area.code: area for area in Area.objects.active().filter(level=Level.COMMUNITY)}
        places = _missing_places(estates, communities)
        Area.objects.bulk_create(places)
        set_missing_paths()
        aliases = _missing_aliases(estates, communities)
        AreaAlias.objects.bulk_create(aliases)
        added = len(places) + len(aliases)
        if added:
            district = Area.objects.get(level=Level.DISTRICT)
            record(
                actor=actor,
                verb="area.estates_loaded",
                instance=district,
                area_paths=[district.path],
                changes={"places": [0, len(places)], "aliases": [0, len(aliases)]},
            )
        return EstatesReport(added=added, kept=len(estates.places) + len(estates.aliases) - added)


def _missing_places(estates: Estates, communities: dict[str | None, Area]) -> list[Area]:
    present = set(
        Area.objects.active().filter(level__in=(Level.ESTATE, Level.GRID)).values_list("parent__code", "name")
    )
    missing = []
    for row in estates.places:
        if (row.community_code, row.name) not in present:
            present.add((row.community_code, row.name))
            parent = communities[row.community_code]
            missing.append(Area(level=row.level, name=row.name, short_name=row.name, parent=parent))
    return missing


def _missing_aliases(estates: Estates, communities: dict[str | None, Area]) -> list[AreaAlias]:
    present = set(
        AreaAlias.objects.values_list("area__code", "name", "first_number", "last_number", "parity")
    )
    return [
        AreaAlias(
            area=communities[row.community_code],
            name=row.name,
            first_number=row.first,
            last_number=row.last,
            parity=row.parity,
        )
        for row in estates.aliases
        if (row.community_code, row.name, row.first, row.last, row.parity) not in present
    ]
