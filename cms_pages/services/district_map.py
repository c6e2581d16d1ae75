"""A schematic map: one tile for each area below, in the order of the official codes. It shows numbers,
not places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest

from communities.models import Area

if TYPE_CHECKING:
    from cms_pages.models import ServiceIndexPage

# Three tiles side by side can be read on the narrowest phone.
COLUMNS: Final = 3
TILE_WIDTH: Final = 112
TILE_HEIGHT: Final = 84
GAP: Final = 8
_CHARACTERS_A_LINE: Final = 6
_LINES: Final = 2
_SHADES: Final = 4


@dataclass(frozen=True)
class Tile:
    """One area on the map; positions in units of the drawing."""

    name: str
    lines: list[tuple[str, int]]
    count: int
    url: str
    x: int
    y: int
    shade: int

    @property
    def middle(self) -> int:
        """Where its text is centred."""
        return self.x + TILE_WIDTH // 2

    @property
    def number_y(self) -> int:
        """The base line of its number."""
        return self.y + TILE_HEIGHT - 14


@dataclass(frozen=True)
class DistrictMap:
    """The map of an area: its tiles, and the size of the drawing."""

    tiles: list[Tile]
    width: int
    height: int
    tile_width: int = TILE_WIDTH
    tile_height: int = TILE_HEIGHT


def map_of(page: "ServiceIndexPage", request: HttpRequest) -> DistrictMap:
    """Return the map of the area of `page`: what serves each area below it, counted with one query."""
    from cms_pages.models import ServiceIndexPage

    area = page.area
    columns = list(
        ServiceIndexPage.objects.live()
        .filter(area__parent=area, area__state="active")
        .select_related("area")
        .order_by("area__code", "pk")
    )
    counts = counts_below(area, [column.area for column in columns])
    most = max(counts.values(), default=0)
    tiles = [
        _tile(number, column, counts[column.area_id], most, request) for number, column in enumerate(columns)
    ]
    rows = -(-len(tiles) // COLUMNS)
    across = min(COLUMNS, len(tiles)) or 1
    return DistrictMap(
        tiles=tiles,
        width=across * (TILE_WIDTH + GAP) + GAP,
        height=rows * (TILE_HEIGHT + GAP) + GAP,
    )


def counts_below(area: Area, children: Sequence[Area]) -> dict[int, int]:
    """Return how many services there are for residents of each of `children`, by its key.

    What serves all of `area` serves each of them.
    """
    from cms_pages.models import ServedArea, ServicePage

    live = ServicePage.objects.everybodys().serving(area).order_by().values("pk")
    rows = ServedArea.objects.filter(service__in=live).values_list("service_id", "area__path")
    reached: dict[int, set[int]] = {child.pk: set() for child in children}
    for service_id, path in rows:
        for child in children:
            if path.startswith(child.path) or child.path.startswith(path):
                reached[child.pk].add(service_id)
    return {key: len(services) for key, services in reached.items()}


def _tile(number: int, column: Any, count: int, most: int, request: HttpRequest) -> Tile:
    row, place = divmod(number, COLUMNS)
    x = GAP + place * (TILE_WIDTH + GAP)
    y = GAP + row * (TILE_HEIGHT + GAP)
    name = column.area.short_name
    return Tile(
        name=name,
        lines=_lines(name, y),
        count=count,
        url=column.get_url(request) or "",
        x=x,
        y=y,
        shade=-(-count * _SHADES // most) if most else 0,
    )


def _lines(name: str, y: int) -> list[tuple[str, int]]:
    """Return the name in at most two lines, each with its base line."""
    pieces = [name[start : start + _CHARACTERS_A_LINE] for start in range(0, len(name), _CHARACTERS_A_LINE)]
    if len(pieces) > _LINES:
        pieces = [*pieces[: _LINES - 1], f"{pieces[_LINES - 1][:-1]}…"]
    return [(piece, y + 24 + 18 * line) for line, piece in enumerate(pieces)]
