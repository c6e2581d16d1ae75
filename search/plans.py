"""What an engine is asked: a query made ready, independent of any engine."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from math import inf
from typing import Final

from search.analysis import Phrase


class Where(StrEnum):
    """The fields that a term is looked for in."""

    TEXT = "text"
    TITLE = "title"
    PINYIN = "pinyin"
    INITIALS = "initials"
    # All tokens, each the beginning of one, anywhere in the title: 家暴 in 家庭暴力.
    SCATTERED = "scattered"


@dataclass(frozen=True)
class Term:
    """One way of saying something.

    Attributes:
        phrase: its tokens.
        surface: the folded text that stands for it, for highlighting and ranking.
        where: the fields that it counts in.
        weight: 1 for the searcher's own word, less for a word that only means about the same.
    """

    phrase: Phrase
    surface: str
    where: Where = Where.TEXT
    weight: float = 1.0


@dataclass(frozen=True)
class Clause:
    """Something that is asked for, in any of the ways of saying it; `weight` is how much of the question."""

    terms: tuple[Term, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Plan:
    """What to look for.

    Attributes:
        required: of these, `minimum` must be found.
        minimum: how many.
        optional: what makes a document fit better.
        without: none of these may be found.
        whole: the folded query, to compare titles with.
        near: where documents were found by what they mean: their keys, each with how near it lies.
    """

    required: tuple[Clause, ...] = ()
    minimum: int = 0
    optional: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()
    whole: str = ""
    near: tuple[tuple[str, float], ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All that may be found."""
        return (*self.required, *self.optional)

    @cached_property
    def nearness(self) -> dict[str, float]:
        """How near each of the documents of `near` lies, by their keys."""
        return dict(self.near)


@dataclass(frozen=True)
class Excluded:
    """What no answer may tell of, whatever the index still says (see `search.restrictions`)."""

    keys: frozenset[str] = frozenset()
    tree: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()


class Order(StrEnum):
    """How results are sorted."""

    BEST = "best"
    NEWEST = "newest"


FACETS: Final = ("kind", "area", "department", "year")
# Numbers of results are exact up to here, then “more than”.
COUNTED: Final = 3000
# So many of the first are weighed in Python (`search.ranking`).
WINDOW: Final = 60


@dataclass(frozen=True)
class Ask:
    """One question to an engine.

    Attributes:
        plan: what to look for; without any clause, everything that passes the filters.
        readers: whom the answer is for (`search.readers`), beside everybody.
        excluded: what must not appear.
        now: the present moment.
        near: keys of an area and those above it: what lies in it or is for its residents.
        kinds, area, department, year, since, until: filters.
        below: one of the keys of an entry's `tree`.
        only: keys of documents; none for all.
        order: how to sort.
        size: how many to return.
        after: where to go on: the `cursor` of the last hit.
        facets: whether to count.
        deadline: by the monotonic clock; what an engine has not answered by then, it answers too late.
        is_quick: titles are enough: neither totals nor texts are wanted.
    """

    plan: Plan
    now: datetime
    readers: frozenset[str] = frozenset()
    excluded: Excluded = field(default_factory=Excluded)
    near: tuple[int, ...] = ()
    kinds: frozenset[str] = frozenset()
    area: int = 0
    department: int = 0
    year: int = 0
    below: int = 0
    only: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    order: Order = Order.BEST
    size: int = WINDOW
    after: tuple[float, str] | None = None
    facets: bool = True
    is_quick: bool = False
    deadline: float = inf


@dataclass(frozen=True)
class Hit:
    """One document as the index has it.

    Attributes:
        key: of the document.
        score: the engine's; by time, seconds since 1970. Only to be compared within one answer.
        stored: its title, keywords, body and what ranking needs.
    """

    key: str
    score: float
    title: str = ""
    keywords: str = ""
    body: str = ""
    areas: tuple[int, ...] = ()
    reach: tuple[int, ...] = ()
    date: datetime | None = None
    ends: datetime | None = None

    @property
    def cursor(self) -> tuple[float, str]:
        """What pages after this hit begin behind."""
        return self.score, self.key


@dataclass(frozen=True)
class Answer:
    """What an engine answered.

    Attributes:
        hits: in the order asked for.
        total: how many there are.
        is_exact: False where there are more than `total`.
        facets: for each of `FACETS`, how many there are of each value.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_exact: bool = True
    facets: dict[str, dict[int | str, int]] = field(default_factory=dict)
