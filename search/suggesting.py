"""What is offered while somebody is typing."""

from dataclasses import replace
from itertools import islice
from typing import Final

import structlog

from search.asking import Asker, Result, ask_for, shown_results
from search.engines import engine
from search.engines.base import EngineAway
from search.filters import Filters
from search.language import Query
from search.planning import plans_for
from search.plans import WINDOW, Clause, Where
from search.ranking import Context, ranked
from search.restrictions import excluded_now
from search.words import lexicon

log = structlog.get_logger(__name__)

SUGGESTED: Final = 8


def suggest(query: Query, asker: Asker, *, most: int = SUGGESTED) -> list[Result]:
    """Return the best few results whose titles begin to match what is being typed."""
    words = lexicon()
    try:
        excluded = excluded_now(asker.user)
        # The first plan alone: what is offered has all of what is being typed.
        for plan in islice(plans_for(query, words, unfinished=True), 1):
            if not plan.required:
                continue
            titles = replace(plan, required=tuple(map(_in_titles, plan.required)), optional=())
            ask = ask_for(query, Filters(), asker, titles, excluded)
            ask = replace(ask, size=WINDOW // 2, facets=False, is_quick=True)
            answer = engine().search(ask)
            if answer.hits:
                hits = ranked(answer.hits, titles, Context(now=asker.now, near=asker.near))
                return shown_results(hits[:most], titles, asker)
    except EngineAway as error:
        log.warning("search_engine_away", error=str(error))
    return []


def _in_titles(clause: Clause) -> Clause:
    return Clause(
        tuple(replace(term, where=Where.TITLE) if term.where is Where.TEXT else term for term in clause.terms)
    )
