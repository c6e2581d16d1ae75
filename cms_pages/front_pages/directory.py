"""Streets and their communities, by the pinyin of their names."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from communities.choices import CommunityKind, Level
from communities.models import Area


@dataclass
class Entry:
    """One area in a list."""

    name: str
    url: str
    slug: str
    kind: str = ""
    communities: list["Entry"] = field(default_factory=list)

    @property
    def is_zone(self) -> bool:
        """Whether statistics count a park or quarter as a street: all its communities are virtual."""
        return bool(self.communities) and all(c.kind == CommunityKind.VIRTUAL for c in self.communities)

    @property
    def label(self) -> str:
        """The name, as list components want it."""
        return self.name


def streets_with_communities(request: HttpRequest, district: Area) -> list[Entry]:
    """Return the active streets of `district`, each with its active communities. One query."""
    areas = list(
        Area.objects.active()
        .within(district)
        .filter(level__in=(Level.STREET, Level.COMMUNITY), page__isnull=False)
        .select_related("page")
        .order_by("slug", "pk")
    )
    streets = {area.pk: _entry(request, area) for area in areas if area.level == Level.STREET}
    for area in areas:
        if area.level == Level.COMMUNITY and area.parent_id in streets:
            streets[area.parent_id].communities.append(_entry(request, area))
    return list(streets.values())


def communities_of(request: HttpRequest, street: Area) -> list[Entry]:
    """Return the active communities of `street`. One query."""
    areas = (
        Area.objects.active()
        .filter(parent=street, level=Level.COMMUNITY, page__isnull=False)
        .select_related("page")
        .order_by("slug", "pk")
    )
    return [_entry(request, area) for area in areas]


def _entry(request: HttpRequest, area: Area) -> Entry:
    # The address is the pinyin of the name, so ordering by it is ordering by sound.
    url = area.page.get_url(request) if area.page else None
    return Entry(name=area.short_name, url=url or "/", slug=area.slug, kind=area.kind)
