"""The district's tree, made or brought up to date from checked files."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from communities import lifecycle
from communities.actions.add_bodies import add_bodies, missing_bodies
from communities.actions.rename_area import apply_rename
from communities.choices import AreaState, Level
from communities.divisions.checking import CommunityRow, Divisions, StreetRow
from communities.models import Area
from communities.pinyin import slug_base, unique_slug
from events.record import record


class DivisionsRefused(Exception):  # noqa: N818 - the sentence is the point
    """The files are sound but don't fit this database; nothing was changed."""


@dataclass
class LoadReport:
    """What a load did.

    Attributes:
        district: the district.
        added: new areas, parents first.
        renamed: areas with the names that they had.
        kept: how many areas were found as the files have them.
        not_in_file: active areas whose codes the files lack; they are left alone.
        abolished: areas that the files list though they were abolished here; they are left alone, too.
        bodies_added: how many bodies were made.
    """

    district: Area
    added: list[Area] = field(default_factory=list)
    renamed: list[tuple[Area, str]] = field(default_factory=list)
    kept: int = 0
    not_in_file: list[Area] = field(default_factory=list)
    abolished: list[Area] = field(default_factory=list)
    bodies_added: int = 0


def load_divisions(*, actor: AbstractUser | None, divisions: Divisions, now: datetime) -> LoadReport:
    """Make the areas, bodies and folders of a district, or bring them up to date; safe to run again.

    Areas are recognised by code. A name that differs renames the area, a code that the files lack is left
    alone. The number of queries grows with that of the streets and of the renamed, not with that of the
    communities.

    Args:
        actor: who loads; None for a command.
        divisions: from `communities.divisions.checking.read_divisions`.
        now: the present moment.

    Raises:
        DivisionsRefused: another district lives in this database, or nobody knows the district's name.
    """
    with transaction.atomic():
        loader = _Loader(actor=actor, divisions=divisions, now=now)
        return loader.run()


class _Loader:
    def __init__(self, *, actor: AbstractUser | None, divisions: Divisions, now: datetime) -> None:
        self._actor = actor
        self._divisions = divisions
        self._now = now
        self._existing = {area.code: area for area in Area.objects.with_pages()}
        # Addresses in use by parent, and those that a rename of this run gives up: they redirect from now on.
        self._slugs: dict[int | None, set[str]] = defaultdict(set)
        for area in self._existing.values():
            self._slugs[area.parent_id].add(area.slug)

    def run(self) -> LoadReport:
        district = self._district()
        self._report = LoadReport(district=district)
        self._update_district(district)
        streets = self._level(self._divisions.streets, Level.STREET, {None: district})
        communities = self._level(self._divisions.communities, Level.COMMUNITY, streets)
        listed = {district.code, *streets, *communities}
        self._report.not_in_file = [
            area
            for code, area in self._existing.items()
            if code not in listed and area.state == AreaState.ACTIVE
        ]
        self._follow([district, *streets.values(), *communities.values()])
        return self._report

    def _district(self) -> Area:
        """Return the district, made where the database is empty."""
        code, name = self._divisions.district_code, self._divisions.district_name
        present = next((area for area in self._existing.values() if area.level == Level.DISTRICT), None)
        if present is not None and present.code != code:
            raise DivisionsRefused(
                _("数据库里已经是%(present)s（%(present_code)s），不能再装入另一个区（%(code)s）。")
                % {"present": present.name, "present_code": present.code, "code": code}
            )
        if present is not None:
            return present
        if name is None:
            raise DivisionsRefused(_("全国区县表里没有代码%s，请用 --district-name 写明区的名称。") % code)
        slug = unique_slug(slug_base(name, is_district=True), taken=(), fallback=f"a{code}")
        district = Area.objects.create(level=Level.DISTRICT, code=code, name=name, short_name=name, slug=slug)
        district.path = f"{district.pk}/"
        district.save(update_fields=["path"])
        return district

    def _update_district(self, district: Area) -> None:
        """Rename the district where a name was given and is another; the country's table renames nothing."""
        name = self._divisions.district_name
        if district.code not in self._existing:
            self._report.added.append(district)
        elif self._divisions.is_name_given and name and name != district.name:
            self._report.renamed.append((district, district.name))
            apply_rename(actor=self._actor, area=district, name=name, short_name=name, now=self._now)
        else:
            self._report.kept += 1

    def _level(
        self,
        rows: Sequence[StreetRow] | Sequence[CommunityRow],
        level: Level,
        parents: dict[str | None, Area],
    ) -> dict[str | None, Area]:
        """Bring one level up to date; return its areas by code."""
        by_code: dict[str | None, Area] = {}
        new: list[tuple[Area, Area]] = []
        for row in rows:
            parent = parents[row.street_code if isinstance(row, CommunityRow) else None]
            area = self._existing.get(row.code)
            if area is None:
                area = self._new_area(row, level, parent)
                new.append((area, parent))
            else:
                self._update(area, row)
            by_code[row.code] = area
        if new:
            Area.objects.bulk_create([area for area, _parent in new])
            set_missing_paths()
            for area, parent in new:
                area.path = f"{parent.path}{area.pk}/"
                self._report.added.append(area)
        return by_code

    def _new_area(self, row: StreetRow | CommunityRow, level: Level, parent: Area) -> Area:
        short_name = row.short_name if isinstance(row, CommunityRow) else row.name
        taken = self._slugs[parent.pk]
        slug = unique_slug(slug_base(short_name), taken=taken, fallback=f"a{row.code}")
        taken.add(slug)
        kind = row.kind if isinstance(row, CommunityRow) else ""
        return Area(
            level=level,
            code=row.code,
            name=row.name,
            short_name=short_name,
            slug=slug,
            kind=kind,
            parent=parent,
        )

    def _update(self, area: Area, row: StreetRow | CommunityRow) -> None:
        if area.state == AreaState.ABOLISHED:
            self._report.abolished.append(area)
        elif area.name == row.name:
            self._report.kept += 1
        else:
            spent = self._slugs[area.parent_id]
            self._report.renamed.append((area, area.name))
            apply_rename(
                actor=self._actor,
                area=area,
                name=row.name,
                short_name=row.short_name if isinstance(row, CommunityRow) else row.name,
                now=self._now,
                spent_slugs=spent,
            )
            spent.add(area.slug)

    def _follow(self, areas: Sequence[Area]) -> None:
        """Let pages, bodies and the event follow the areas."""
        active = [area for area in areas if area.state == AreaState.ACTIVE]
        for _key, observer in lifecycle.registry:
            observer.areas_added(active)
        bodies = add_bodies(actor=self._actor, bodies=missing_bodies(active), now=self._now)
        self._report.bodies_added = len(bodies)
        if self._report.added:
            district = self._report.district
            record(
                actor=self._actor,
                verb="area.added",
                instance=district,
                area_paths=[district.path],
                changes={"codes": [[], [area.code for area in self._report.added]]},
            )


def set_missing_paths() -> None:
    """Write the paths of all areas that have none yet and whose parents have one, in one statement."""
    parent_path = Area.objects.filter(pk=OuterRef("parent_id")).values("path")
    Area.objects.filter(path="", parent__isnull=False).update(
        path=Concat(Subquery(parent_path), Cast(F("pk"), CharField()), Value("/"))
    )
