"""From what somebody typed to what they see: the one way by which pages, feeds, suggestions and alerts
ask.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Final

import structlog
from django.http import HttpRequest
from django.utils import timezone

from search import sources
from search.documents import split_key
from search.engines import engine
from search.engines.base import EngineAway
from search.filters import Filters
from search.fragments import Run, correction, mark, snippet, sounds_of, surfaces_of
from search.language import Query
from search.meaning.answers import is_story, nearest
from search.planning import plans_for, read
from search.plans import WINDOW, Answer, Ask, Clause, Excluded, Hit, Order, Plan, Where
from search.ranking import Context, ranked
from search.readers import readers_of
from search.restrictions import abolished_areas, excluded_now
from search.sources.base import Shown
from search.viewing import Viewing
from search.words import Lexicon, lexicon

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

log = structlog.get_logger(__name__)

PAGE: Final = 20
_FALLBACK_MOST: Final = 8
# Behind fewer than so many, so many more are offered.
_FEW: Final = 5
_RELATED: Final = 8
# Nearer than what may answer where nothing else does.
_NEAR: Final = 0.52
# All questions to the engine that one answer takes: a slow one is asked no further.
ANSWER_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Asker:
    """Who asks, when, and where they are at home.

    Attributes:
        user: whose rights hold.
        now: the present moment.
        near: keys of their community and the areas above it, or ().
        request: for addresses; None outside of one.
        deadline: when an engine's answer comes too late, by the monotonic clock.
    """

    user: "User | AnonymousUser"
    now: datetime
    near: tuple[int, ...] = ()
    request: HttpRequest | None = None
    deadline: float = inf


@dataclass(frozen=True)
class Result:
    """One result as a reader sees it."""

    key: str
    kind: str
    shown: Shown
    title: tuple[Run, ...]
    snippet: tuple[Run, ...]
    is_pinned: bool = False
    is_related: bool = False

    @property
    def label(self) -> str:
        """What kind of thing it is."""
        return str(sources.sources()[self.kind].label)

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return sources.sources()[self.kind].icon


@dataclass(frozen=True)
class Results:
    """What a search found.

    Attributes:
        results: of this page; behind few that have what was asked for, what means about the same
            (`is_related`), which no count has.
        total: how many there are; `is_exact` False where there are more.
        facets: counts by facet and value.
        after: the cursor of the next page, "" on the last.
        corrected: the query that was perhaps meant, "" where there is none.
        is_degraded: the engine is away, and only titles were looked through.
        loosened: not everything that was asked for was found together.
        is_by_meaning: they mean about the same as what was asked, whatever words they have.
    """

    results: tuple[Result, ...] = ()
    total: int = 0
    is_exact: bool = True
    facets: dict[str, dict[int | str, int]] = field(default_factory=dict)
    after: str = ""
    corrected: str = ""
    is_degraded: bool = False
    loosened: bool = False
    is_by_meaning: bool = False

    @property
    def found(self) -> list[Result]:
        """Those that have what was asked for."""
        return [result for result in self.results if not result.is_related]

    @property
    def related(self) -> list[Result]:
        """Those that only mean about the same."""
        return [result for result in self.results if result.is_related]


def find(
    query: Query,
    filters: Filters,
    asker: Asker,
    *,
    first: Sequence[str] = (),
    size: int = PAGE,
) -> Results:
    """Return one page of what `query` finds for the asker. Never raises for what somebody typed.

    Args:
        query: what was asked.
        filters: how the page narrows and sorts it, and where it goes on.
        asker: for whom.
        first: keys of documents that stand above all others, where the reader may see them.
        size: how many results.
    """
    words = lexicon()
    asker = replace(asker, deadline=monotonic() + ANSWER_SECONDS)
    try:
        excluded = excluded_now(asker.user)
        plan, answer, number = answer_to(query, filters, asker, plans_for(query, words), excluded)
    except EngineAway as error:
        log.warning("search_engine_away", error=str(error))
        return _fallback(query, asker, words, size=size)
    hits, after = _page(answer, plan, filters, asker, words, query, excluded, size=size)
    is_first = not filters.after
    pinned = _pinned(_outside(first, excluded.areas), answer, asker, plan) if is_first else []
    results = [*pinned, *shown_results([hit for hit in hits if hit.key not in set(first)], plan, asker)]
    if is_first:
        plan_of_related, others = related_hits(query, filters, asker, excluded, plan, answer)
        shown = shown_results([hit for hit in others if hit.key not in set(first)], plan_of_related, asker)
        results += [replace(result, is_related=True) for result in shown]
    return Results(
        results=tuple(results),
        total=answer.total + sum(result.key not in {hit.key for hit in answer.hits} for result in pinned),
        is_exact=answer.is_exact,
        facets=answer.facets,
        after=after,
        corrected=_corrected(query, plan, answer, words) if is_first else "",
        loosened=number > 0 and answer.total > 0,
        is_by_meaning=bool(plan.near),
    )


def related_hits(
    query: Query, filters: Filters, asker: Asker, excluded: Excluded, plan: Plan, answer: Answer
) -> tuple[Plan, list[Hit]]:
    """Return what means about the same as a query that few documents answer, the nearest first; nothing where
    the engine has gone away meanwhile.
    """
    if not 0 < answer.total < _FEW or filters.order is Order.NEWEST or plan.near:
        return Plan(), []
    ask = replace(ask_for(query, filters, asker, Plan(), excluded), facets=False)
    try:
        by_meaning, near = nearest(query, lexicon(), ask)
    except EngineAway as error:
        log.warning("search_engine_away", error=str(error))
        return Plan(), []
    known = {hit.key for hit in answer.hits}
    context = Context(now=asker.now, near=asker.near)
    close = [hit for hit in near.hits if by_meaning.nearness[hit.key] >= _NEAR and hit.key not in known]
    others = ranked(close, by_meaning, context)
    return by_meaning, others[:_RELATED]


def newest(query: Query, filters: Filters, asker: Asker, *, is_wanted: Callable[[Hit], bool]) -> list[Result]:
    """Return those of the newest of what `query` finds that are wanted. What it finds is what the results
    page has: where old things answer it, a new one that only comes near is none of it.

    Raises:
        EngineAway: no engine answers.
    """
    excluded = excluded_now(asker.user)
    filters = replace(filters, order=Order.NEWEST, after="")
    plan, answer, _number = answer_to(query, filters, asker, plans_for(query, lexicon()), excluded)
    return shown_results([hit for hit in answer.hits if is_wanted(hit)], plan, asker)


def ask_for(query: Query, filters: Filters, asker: Asker, plan: Plan, excluded: Excluded) -> Ask:
    """Return the question to the engine that a plan comes to with the filters of query and page."""
    start = timezone.make_aware(datetime.combine(query.since, datetime.min.time())) if query.since else None
    end = (
        timezone.make_aware(datetime.combine(query.until + timedelta(days=1), datetime.min.time()))
        if query.until
        else None
    )
    return Ask(
        plan=plan,
        now=asker.now,
        readers=readers_of(asker.user),
        excluded=excluded,
        near=filters.within,
        kinds=filters.kinds,
        area=filters.area,
        department=filters.department,
        year=filters.year,
        below=-filters.board.pk if filters.board is not None else 0,
        since=start,
        until=end,
        order=filters.order,
        deadline=asker.deadline,
    )


def answer_to(
    query: Query, filters: Filters, asker: Asker, plans: Iterable[Plan], excluded: Excluded
) -> tuple[Plan, Answer, int]:
    """Return the first plan that finds something, with what it finds and its number. Behind all plans comes
    what means about the same (`search.meaning.answers`); before them, where somebody tells a story.
    """
    plan, answer, number = Plan(), Answer(), 0
    if query.is_empty and not filters.narrows:
        return plan, answer, number
    words = lexicon()
    bare = replace(ask_for(query, filters, asker, Plan(), excluded), after=filters.engine_cursor)
    by_meaning = partial(nearest, query, words, bare)
    is_told = is_story(query, words)
    if is_told:
        plan, answer = by_meaning()
        if answer.total:
            return plan, answer, number
    tried: set[Plan] = set()
    for number, plan in enumerate(plans):
        if plan in tried:
            continue
        tried.add(plan)
        if not plan.required and (query.words or query.phrases):
            continue
        ask = ask_for(query, filters, asker, plan, excluded)
        if filters.order is Order.NEWEST or filters.engine_cursor:
            ask = replace(ask, size=WINDOW, after=filters.engine_cursor)
        answer = engine().search(ask)
        if answer.total:
            return plan, answer, number
    return (plan, answer, number) if is_told else (*by_meaning(), number + 1)


def _page(
    answer: Answer,
    plan: Plan,
    filters: Filters,
    asker: Asker,
    words: Lexicon,
    query: Query,
    excluded: Excluded,
    *,
    size: int,
) -> tuple[list[Hit], str]:
    """Return the hits of one page and the cursor of the next. The first ones are weighed, all others come as
    the engine has them.
    """
    hits = list(answer.hits)
    if filters.order is Order.NEWEST or filters.engine_cursor:
        page = hits[:size]
        return page, _engine_cursor(page[-1]) if len(hits) > size else ""
    named = tuple(read(query, words).places)
    weighed = ranked(hits, plan, Context(now=asker.now, near=asker.near, named=named))
    start = 0
    if filters.window_cursor:
        place, key = filters.window_cursor
        start = next((n for n, hit in enumerate(weighed, 1) if hit.key == key), min(place, len(weighed)))
    page = weighed[start : start + size]
    if start + size < len(weighed):
        return page, f"w:{start + size}:{page[-1].key}"
    if len(hits) >= WINDOW and answer.total > len(hits):
        return page, _engine_cursor(hits[-1])
    return page, ""


def _engine_cursor(hit: Hit) -> str:
    return f"e:{hit.score!r}:{hit.key}"


def shown_results(hits: Sequence[Hit], plan: Plan, asker: Asker) -> list[Result]:
    """Return how the hits look that the asker may see at this moment; the database is asked for each kind
    once.
    """
    looks: dict[str, Shown] = {}
    viewing = Viewing(asker.user, asker.now, asker.request)
    for kind, pks in sources.by_kind(hit.key for hit in hits).items():
        found = sources.sources()[kind].shown(pks, viewing)
        looks.update({f"{kind}-{pk}": look for pk, look in found.items()})
    surfaces, sounds = surfaces_of(plan), sounds_of(plan)
    return [_result(hit, looks[hit.key], surfaces, sounds) for hit in hits if hit.key in looks]


def _result(hit: Hit, shown: Shown, surfaces: Sequence[str], sounds: Sequence[tuple[str, ...]]) -> Result:
    kind, pk = split_key(hit.key)
    title = tuple(mark(shown.title, surfaces, sounds))
    runs, part = snippet(hit.body, surfaces)
    # What the title says is answered by the whole thing; else by the part in which the words stand.
    part = 0 if any(run.is_marked for run in title) else part
    return Result(
        key=hit.key,
        kind=kind,
        shown=sources.sources()[kind].at_part(pk, shown, part) if part else shown,
        title=title,
        snippet=tuple(runs),
    )


def _outside(keys: Sequence[str], areas: frozenset[int]) -> list[str]:
    """Return the keys of what lies in none of the areas: what no engine was asked for has to be looked at."""
    if not areas:
        return list(keys)
    standing = {
        entry.key
        for kind, pks in sources.by_kind(keys).items()
        for entry in sources.sources()[kind].entries(pks)
        if areas.isdisjoint(entry.areas)
    }
    return [key for key in keys if key in standing]


def _pinned(keys: Sequence[str], answer: Answer, asker: Asker, plan: Plan) -> list[Result]:
    # What also was found has its text with it.
    known = {hit.key: hit for hit in answer.hits}
    hits = [known.get(key) or Hit(key, 0.0) for key in keys]
    found = {result.key: result for result in shown_results(hits, plan, asker)}
    return [replace(found[key], is_pinned=True) for key in keys if key in found]


def _corrected(query: Query, plan: Plan, answer: Answer, words: Lexicon) -> str:
    """Return the query with the word that only sounded right as the best results write it."""
    sounding = [
        clause.terms[0].surface
        for clause in plan.required
        if any(term.where is Where.PINYIN for term in clause.terms) and not clause.terms[0].surface.isascii()
    ]
    if not sounding or not answer.hits:
        return ""
    texts = [text for hit in answer.hits[:5] for text in (hit.title, hit.keywords)]
    for wrong in sounding:
        known = [word for clause in plan.required for word in _same_sound(clause, wrong)]
        found = correction(query.text, wrong, [*known, *texts])
        if found:
            return found
    return ""


def _same_sound(clause: Clause, wrong: str) -> list[str]:
    return [
        term.surface for term in clause.terms if term.where is Where.TEXT and len(term.surface) == len(wrong)
    ]


def _fallback(query: Query, asker: Asker, words: Lexicon, *, size: int) -> Results:
    """Return what has the words in its title, asked of the database, a few of each kind."""
    typed = [word for word in (*query.words, *query.phrases) if word not in words.stop][:4]
    if not typed:
        return Results(is_degraded=True)
    hits: list[Hit] = []
    abolished = abolished_areas()
    for kind, source in sources.sources().items():
        keys = source.titled(typed, now=asker.now, most=_FALLBACK_MOST)
        hits += [Hit(key, 0.0) for key in _outside([f"{kind}-{pk}" for pk in keys], abolished)]
    plan = next(plans_for(query, words), Plan())
    results = shown_results(hits[:size], plan, replace_user(asker))
    return Results(results=tuple(results), total=len(results), is_degraded=True)


def replace_user(asker: Asker) -> Asker:
    """Return the asker as a visitor: the fallback shows what everybody may see, and nothing else."""
    from django.contrib.auth.models import AnonymousUser

    return replace(asker, user=AnonymousUser())
