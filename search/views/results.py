"""The results page, which works without JavaScript, and the feed of a search."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms_pages import my_community, navigation
from communities.choices import Role
from communities.models import Area
from communities.permissions import standing_of
from forum.permissions import can_read
from search import presentation
from search.actions.count_term import count_term
from search.asking import Asker, Results, find
from search.filters import Filters, address, from_address, with_words
from search.language import Query, parse
from search.standing_first import first_keys
from search.words import lexicon


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds, or without words how to ask and what others ask often."""
    typed = parse(request.GET.get("q", ""))
    filters, query = with_words(from_address(request.GET), typed, lexicon())
    asker = asker_of(request)
    if filters.board is not None and not can_read(request.user, filters.board):
        filters = replace(filters, board=None)
    if filters.board is not None:
        request.board = filters.board  # type: ignore[attr-defined]
        navigation.set_area(request, filters.board.area)
    elif filters.within_area is not None:
        navigation.set_area(request, filters.within_area)
    is_asked = not typed.is_empty or filters.narrows
    results = find(query, filters, asker, first=first_of(query, filters, asker)) if is_asked else Results()
    # What members find may be theirs alone: only what visitors ask for is offered to everybody.
    is_visitor = not request.user.is_authenticated
    if is_asked and is_visitor and not filters.after and not results.is_degraded:
        count_term(actor=None, term=typed.text, found=results.total, now=asker.now)
    return render(
        request, "search/search/index.html", _context(request, typed, filters, asker, results, is_asked)
    )


def asker_of(request: HttpRequest) -> Asker:
    """Return who asks: their rights, and the community that they chose or, else, live in."""
    community = my_community.chosen_by(request) or _home_of(request)
    return Asker(
        user=request.user,
        now=timezone.now(),
        near=tuple(community.ancestor_ids) if community else (),
        request=request,
    )


def _home_of(request: HttpRequest) -> Area | None:
    memberships = standing_of(request.user).memberships
    return next((row.body.area for row in memberships if row.role == Role.RESIDENT), None)


def first_of(query: Query, filters: Filters, asker: Asker) -> list[str]:
    """Return what stands above the results, on the first page of an unfiltered search."""
    if filters.after or filters.narrows or filters.is_scoped:
        return []
    return first_keys(query, now=asker.now)


def _context(
    request: HttpRequest, typed: Query, filters: Filters, asker: Asker, results: Results, is_asked: bool
) -> dict[str, Any]:
    def link(**changes: str | None) -> str:
        return f"?{address(request.GET, **changes)}"

    rest_url = link(in_=None, board=None) if filters.is_scoped else ""
    saving = f"{reverse('saved-search-add')}?{address(request.GET)}" if is_asked else ""
    return {
        "query": typed.text,
        "is_asked": is_asked,
        "results": results,
        "count_text": presentation.count_text(results),
        "facets": presentation.facets(results, filters, link),
        "chips": presentation.chips(filters, link),
        "within": filters.within_area,
        "within_board": filters.board,
        "save_url": saving if request.user.is_authenticated else "",
        "rest_url": rest_url,
        "rest": find(parse(typed.text), Filters(), asker, size=1).total if rest_url and is_asked else 0,
        "sort": presentation.sort_links(filters, link),
        "next_url": f"?{address(request.GET)}&after={results.after}" if results.after else "",
        "is_first_page": not filters.after,
        "corrected_url": link(q=results.corrected) if results.corrected else "",
        "feed_url": f"{reverse('search-feed')}?{address(request.GET)}" if is_asked else "",
        "popular": presentation.popular(timezone.localdate(asker.now)),
        "help_links": presentation.help_links(asker, request, filters, typed.text),
        "title": _("“%(words)s”的搜索结果") % {"words": typed.text} if typed.text else _("搜索"),
    }
