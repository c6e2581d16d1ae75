"""What a results page is asked beside its words: the parameters of its address."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from communities.choices import LEVELS_WITH_PAGES
from communities.models import Area, Body
from forum.models import Board
from search import sources
from search.analysis import fold
from search.language import Query
from search.plans import Order
from search.words import Lexicon

_LONGEST_CURSOR: Final = 120
_LARGEST_KEY: Final = 2**31


@dataclass(frozen=True)
class Filters:
    """The filters of one page. What an address says that can't be is left out.

    Attributes:
        kinds: names of sources.
        area: key of the area in which a thing lies.
        within: keys of the area that is searched first and of those above it, the widest first.
        department, year: as the facets have them.
        order: how to sort.
        after: the cursor, as it stood in the address.
        board: the board that is searched first.
    """

    kinds: frozenset[str] = frozenset()
    area: int = 0
    within: tuple[int, ...] = ()
    within_area: Area | None = field(default=None, compare=False)
    department: int = 0
    year: int = 0
    order: Order = Order.BEST
    after: str = ""
    board: Board | None = field(default=None, compare=False)

    @property
    def is_scoped(self) -> bool:
        """Whether one place is searched before all others: a community, or a board."""
        return bool(self.within) or self.board is not None

    @property
    def narrows(self) -> bool:
        """Whether something is filtered, so that a search without words makes sense."""
        return bool(self.kinds or self.area or self.department or self.year)

    @property
    def window_cursor(self) -> tuple[int, str] | None:
        """Place and key of the last result shown, within those that were weighed."""
        mark, _colon, rest = self.after.partition(":")
        place, _colon, key = rest.partition(":")
        return (int(place), key) if mark == "w" and place.isascii() and place.isdecimal() and key else None

    @property
    def engine_cursor(self) -> tuple[float, str] | None:
        """Score and key of the last result shown, beyond those that were weighed."""
        mark, _colon, rest = self.after.partition(":")
        score, _colon, key = rest.partition(":")
        if mark != "e" or not key:
            return None
        try:
            number = float(score)
        except ValueError:
            return None
        return (number, key) if math.isfinite(number) else None


def from_address(given: Mapping[str, Any]) -> Filters:
    """Return the filters that an address asks for; at most two queries."""
    kinds = given.getlist("kind") if hasattr(given, "getlist") else [given.get("kind", "")]
    within = _area_by_code(str(given.get("in", "")))
    return Filters(
        kinds=frozenset(kinds) & sources.sources().keys(),
        area=_key(given.get("area")),
        within=tuple(within.ancestor_ids) if within else (),
        within_area=within,
        department=_key(given.get("department")),
        year=_key(given.get("year"), largest=9999),
        order=Order.NEWEST if given.get("sort") == Order.NEWEST else Order.BEST,
        after=str(given.get("after", ""))[:_LONGEST_CURSOR],
        board=_board(_key(given.get("board"))),
    )


def _board(key: int) -> Board | None:
    return Board.objects.filter(pk=key).select_related("area__parent").first() if key else None


def _area_by_code(code: str) -> Area | None:
    if not (code.isascii() and code.isdigit() and len(code) <= 12):
        return None
    return Area.objects.active().filter(code=code, level__in=LEVELS_WITH_PAGES).exclude(parent=None).first()


def _key(value: object, *, largest: int = _LARGEST_KEY) -> int:
    text = str(value or "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        return 0
    return int(text) if int(text) <= largest else 0


def with_words(filters: Filters, query: Query, words: Lexicon) -> tuple[Filters, Query]:
    """Return the filters with what the query itself narrows to; a name that nothing has becomes words
    again.
    """
    left: list[str] = []
    changed: dict[str, Any] = {}
    if query.area:
        places = words.places.get(query.area) or words.places.get(query.area.removesuffix("社区"))
        if places:
            changed["area"] = places[0][-1]
        else:
            left.append(query.area)
    if query.column:
        kinds = {
            kind
            for kind, source in sources.sources().items()
            if query.column in fold(str(source.label)) or query.column == kind
        }
        if kinds:
            changed["kinds"] = frozenset(kinds)
        else:
            left.append(query.column)
    if query.department:
        body = Body.objects.filter(name__contains=query.department).order_by("pk").first()
        body = body or Body.objects.filter(short_name__contains=query.department).order_by("pk").first()
        if body:
            changed["department"] = body.pk
        else:
            left.append(query.department)
    kept = {name: value for name, value in changed.items() if not getattr(filters, name)}
    return replace(filters, **kept), replace(query, words=(*query.words, *left))


def address(given: Mapping[str, Any], **changes: str | None) -> str:
    """Return the query string of an address with some parameters changed, and its cursor gone."""
    pairs = {
        name: value
        for name in ("q", "kind", "area", "department", "year", "in", "board", "sort")
        if (value := given.get(name))
    }
    for name, value in changes.items():
        pairs.pop(name.rstrip("_"), None)
        if value:
            pairs[name.rstrip("_")] = value
    return urlencode(pairs)
