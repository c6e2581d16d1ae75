"""What the results page says: counts, facets, chips, links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.models import Area, Body
from forum.models import Board
from forum.models.topics import LONGEST_TITLE
from search import sources
from search.analysis import fold
from search.asking import Asker, Results
from search.filters import Filters
from search.models import TermCount
from search.plans import Order
from search.words import lexicon

Link = Callable[..., str]

_SHOWN_OF_FACET: Final = 8
_POPULAR: Final = 8
_POPULAR_KEPT: Final = 40
_POPULAR_SECONDS: Final = 60


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    label: str
    count: int
    url: str
    is_chosen: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class Facet:
    """A facet with its values, the commonest first."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


def count_text(results: Results) -> str:
    """Return how many results there are, in words."""
    if results.is_degraded:
        return _("搜索暂时不完整，下面只按标题找到%(count)d条。") % {"count": results.total}
    if not results.is_exact:
        return _("超过%(count)d条结果") % {"count": results.total}
    return _("共%(count)d条结果") % {"count": results.total}


def facets(results: Results, filters: Filters, link: Link) -> list[Facet]:
    """Return the facets that tell results apart; two queries for the names."""
    counts = results.facets
    if not counts:
        return []
    kinds = [
        Choice(str(source.label), counts["kind"][kind], link(kind=kind), kind in filters.kinds)
        for kind, source in sources.sources().items()
        if counts["kind"].get(kind)
    ]
    years = [
        Choice(_("%(year)d年") % {"year": year}, count, link(year=str(year)), year == filters.year)
        for year, count in sorted(counts["year"].items(), reverse=True)
        if isinstance(year, int)
    ]
    found = [
        _facet(_("栏目"), kinds),
        _facet(_("街道和社区"), _areas(counts["area"], filters, link)),
        _facet(_("部门单位"), _departments(counts["department"], filters, link)),
        _facet(_("年份"), years),
    ]
    return [
        facet
        for facet in found
        if len(facet.choices) > 1 or any(choice.is_chosen for choice in facet.choices)
    ]


def _facet(title: str, choices: list[Choice]) -> Facet:
    return Facet(title, tuple(choices[:_SHOWN_OF_FACET]), tuple(choices[_SHOWN_OF_FACET:]))


def _areas(counts: dict[int | str, int], filters: Filters, link: Link) -> list[Choice]:
    """Return the streets, each with its communities behind it; what belongs to the district is in neither."""
    areas = Area.objects.in_bulk([int(key) for key in counts])
    of_street: dict[int, list[tuple[Area, int]]] = {}
    streets: dict[int, int] = {}
    for key, area in areas.items():
        if area.level == Level.DISTRICT:
            continue
        street = area.ancestor_ids[1]
        streets[street] = streets.get(street, 0) + counts[key]
        if area.level == Level.COMMUNITY:
            of_street.setdefault(street, []).append((area, counts[key]))
    names = Area.objects.in_bulk(list(streets))
    found: list[Choice] = []
    for street, total in sorted(streets.items(), key=lambda pair: (-pair[1], pair[0])):
        found.append(Choice(names[street].short_name, total, link(area=str(street)), street == filters.area))
        # Communities are offered once their street is chosen, or where there is no other street.
        if len(streets) > 1 and filters.area not in {
            street,
            *(area.pk for area, _count in of_street.get(street, [])),
        }:
            continue
        found += [
            Choice(area.short_name, count, link(area=str(area.pk)), area.pk == filters.area, is_below=True)
            for area, count in sorted(of_street.get(street, []), key=lambda pair: (-pair[1], pair[0].pk))
        ]
    return found


def _departments(counts: dict[int | str, int], filters: Filters, link: Link) -> list[Choice]:
    bodies = Body.objects.in_bulk([int(key) for key in counts])
    return [
        Choice(str(bodies[key]), count, link(department=str(key)), key == filters.department)
        for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if isinstance(key, int) and key in bodies
    ]


def chips(filters: Filters, link: Link) -> list[dict[str, str]]:
    """Return what is filtered, each with the address without it; two queries at most."""
    found = [
        {"label": str(sources.sources()[kind].label), "remove_url": link(kind=None)}
        for kind in sorted(filters.kinds)
    ]
    if filters.area and (area := Area.objects.filter(pk=filters.area).first()):
        found.append({"label": area.short_name, "remove_url": link(area=None)})
    if filters.department and (body := Body.objects.filter(pk=filters.department).first()):
        found.append({"label": str(body), "remove_url": link(department=None)})
    if filters.year:
        found.append({"label": _("%(year)d年") % {"year": filters.year}, "remove_url": link(year=None)})
    return found


def sort_links(filters: Filters, link: Link) -> list[dict[str, Any]]:
    """Return the two ways of sorting."""
    return [
        {"label": _("最相关"), "url": link(sort=None), "is_current": filters.order is Order.BEST},
        {"label": _("最新"), "url": link(sort="newest"), "is_current": filters.order is Order.NEWEST},
    ]


def words(term: str) -> str:
    """Return the query string that asks for `term`."""
    return urlencode({"q": term})


def popular_terms(today: date) -> list[str]:
    """Return what many people ask, without what is hidden; read once a minute for all."""
    kept: list[str] | None = cache.get("search:popular")
    if kept is None:
        kept = TermCount.objects.popular(today=today, most=_POPULAR_KEPT)
        cache.set("search:popular", kept, timeout=_POPULAR_SECONDS)
    hidden = lexicon().hidden
    return [term for term in kept if not any(word in fold(term) for word in hidden)]


def popular(today: date) -> list[dict[str, str]]:
    """Return the links to what is asked most."""
    return [
        {"label": term, "url": f"{reverse('search')}?{words(term)}"}
        for term in popular_terms(today)[:_POPULAR]
    ]


def help_links(asker: Asker, request: HttpRequest, filters: Filters, asked: str) -> list[dict[str, str]]:
    """Return where to go on when nothing was found: ask an office, the words filled in already; the
    committee, the guides, the list of communities.
    """
    links = []
    near = (filters.within or asker.near)[-1:]
    community = Area.objects.filter(pk__in=near).select_related("page").first() if near else None
    boards = Board.objects.main().filter(is_closed=False)
    board = boards.filter(area=community).first() if community is not None else None
    board = board or boards.filter(area__level=Level.DISTRICT).first()
    if board is not None:
        url = f"{reverse('enquiry-start', args=[board.pk])}?{urlencode({'title': asked[:LONGEST_TITLE]})}"
        links.append(
            {"label": _("直接问居委会、街道或部门"), "url": url, "icon": "message-circle-question-mark"}
        )
    if community is not None and community.page is not None:
        links.append(
            {
                "label": _("联系%(area)s居委会") % {"area": community.short_name},
                "url": community.page.get_url(request) or "/",
                "icon": "phone",
            }
        )
    else:
        links.append({"label": _("找我的社区，问居委会"), "url": reverse("community-find"), "icon": "house"})
    links.append({"label": _("按部门和事由查办事指南"), "url": "/guides/", "icon": "clipboard-list"})
    links.append({"label": _("全部街道和社区"), "url": reverse("area-directory"), "icon": "map-pin"})
    return links
