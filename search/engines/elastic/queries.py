"""What Elasticsearch is asked, in the words of its own query language."""

from collections.abc import Sequence
from typing import Any, Final

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.engines.elastic.documents import OFFERED, SHOWN
from search.plans import FACETS, Ask, Clause, Order, Term, Where

_FIELDS: Final = {
    Where.TEXT: ("title^10", "keywords^7", "body"),
    Where.TITLE: ("title^10", "keywords^7"),
    Where.PINYIN: ("pinyin^3",),
    Where.INITIALS: ("initials^3",),
}
COUNTED: Final = 10_000
_MOST_VALUES: Final = 1000
_MOST_EXPANSIONS: Final = 50


def search_of(ask: Ask) -> Search[Any]:
    """Return the search of a question, without client and index."""
    search = Search().query(_query(ask)).extra(size=ask.size, timeout="1s")
    if ask.is_quick:
        # Neither counted nor put in order among equals: whoever types on asks again in a moment.
        columns = {"docvalue_fields": list(OFFERED), "stored_fields": "_none_"}
        return search.source(False).extra(track_total_hits=False, **columns)
    search = search.source(list(SHOWN)).extra(track_total_hits=COUNTED)
    if ask.order is Order.NEWEST or not ask.plan.clauses:
        search = search.sort("-moment", "key")
    else:
        search = search.sort({"_score": {"order": "desc"}}, "key")
    if ask.after is not None:
        score, key = ask.after
        search = search.extra(search_after=[score if ask.order is Order.BEST else int(score), key])
    if ask.facets:
        for facet in FACETS:
            search.aggs.bucket(facet, A("terms", field=facet, size=_MOST_VALUES))
    return search


def counting_of(ask: Ask, clauses: Sequence[Clause]) -> Search[Any]:
    """Return the search that counts what has each of the clauses, by their numbers."""
    passing = Q("bool", filter=_filters(ask), must_not=_excluded(ask))
    search = Search().query(passing).extra(size=0, track_total_hits=False, timeout="1s")
    named = {str(number): _clause(clause) for number, clause in enumerate(clauses)}
    search.aggs.bucket("clauses", A("filters", filters=named))
    return search


def _query(ask: Ask) -> Query:
    found = [_clause(clause) for clause in ask.plan.required]
    if found and ask.plan.minimum < len(found):
        found = [Q("bool", should=found, minimum_should_match=max(ask.plan.minimum, 1))]
    return Q(
        "bool",
        must=found,
        should=[_clause(clause) for clause in ask.plan.optional],
        must_not=[*(_clause(clause) for clause in ask.plan.without), *_excluded(ask)],
        filter=_filters(ask),
    )


def _clause(clause: Clause) -> Query:
    queries = [_term(term) for term in clause.terms]
    return Q("dis_max", queries=queries, tie_breaker=0.2, boost=clause.weight)


def _term(term: Term) -> Query:
    if term.where is Where.SCATTERED:
        each = [_all_begin(field.partition("^")[0], term) for field in _FIELDS[Where.TITLE]]
        return Q("dis_max", queries=each, boost=term.weight)
    fields = list(_FIELDS[term.where])
    tokens = term.phrase.tokens
    if term.phrase.is_prefix and len(tokens) == 1:
        named = [field.partition("^") for field in fields]
        return Q(
            "dis_max",
            queries=[
                Q("prefix", **{name: {"value": tokens[0], "boost": float(boost or 1) * term.weight}})
                for name, _mark, boost in named
            ],
        )
    kind = "phrase_prefix" if term.phrase.is_prefix else "phrase" if len(tokens) > 1 else "best_fields"
    extra: dict[str, Any] = {"max_expansions": _MOST_EXPANSIONS} if term.phrase.is_prefix else {}
    return Q("multi_match", query=" ".join(tokens), type=kind, fields=fields, boost=term.weight, **extra)


def _all_begin(field: str, term: Term) -> Query:
    return Q("bool", must=[Q("prefix", **{field: token}) for token in term.phrase.tokens])


def _excluded(ask: Ask) -> list[Query]:
    fields: dict[str, list[Any]] = {
        "key": sorted(ask.excluded.keys),
        "tree": sorted(ask.excluded.tree),
        "areas": sorted(ask.excluded.areas),
    }
    return [Q("terms", **{name: values}) for name, values in fields.items() if values]


def _filters(ask: Ask) -> list[Query]:
    readable = Q("term", is_public=True)
    if ask.readers:
        readable = Q(
            "bool", should=[readable, Q("terms", readers=sorted(ask.readers))], minimum_should_match=1
        )
    filters = [readable, Q("range", starts={"lte": int(ask.now.timestamp())})]
    if ask.kinds:
        filters.append(Q("terms", kind=sorted(ask.kinds)))
    if ask.area:
        filters.append(Q("term", areas=ask.area))
    if ask.below:
        filters.append(Q("term", tree=ask.below))
    if ask.near:
        inside = [Q("term", areas=ask.near[-1]), Q("terms", reach=list(ask.near))]
        filters.append(Q("bool", should=inside, minimum_should_match=1))
    if ask.only:
        filters.append(Q("terms", key=sorted(ask.only)))
    if ask.department:
        filters.append(Q("term", department=ask.department))
    if ask.year:
        filters.append(Q("term", year=ask.year))
    span = {}
    if ask.since:
        span["gte"] = int(ask.since.timestamp())
    if ask.until:
        span["lt"] = int(ask.until.timestamp())
    if span:
        filters.append(Q("range", moment=span))
    return filters
