"""How good the results are: judged queries, asked of the engine that the settings name."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from search.asking import Asker, find
from search.filters import Filters, with_words
from search.language import parse
from search.standing_first import first_keys
from search.words import lexicon

FOLDER = Path(__file__).parent
DEPTH = 10
NOTHING = "nothing"
# Matters of a town hall that no page of the set is about: what lies beside them may be named.
BESIDE = "beside"


@dataclass(frozen=True)
class Judged:
    """A query as a resident types it, with how well titles answer it (1 to 3)."""

    group: str
    query: str
    grades: dict[str, int]


@dataclass
class Score:
    """Measures of a group of queries."""

    ndcg: list[float] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    third: list[bool] = field(default_factory=list)
    empty: list[bool] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        for name in ("ndcg", "first", "third", "empty"):
            getattr(self, name).extend(getattr(other, name))

    def line(self) -> str:
        parts = [sum(map(float, values)) / max(len(values), 1) for values in vars(self).values()]
        return f"{len(self.ndcg):>5}" + "".join(f"{part:>10.3f}" for part in parts)


def asked_of_the_demonstration() -> list[Judged]:
    """Return both sets of queries that are judged for the demonstration."""
    return [row for name in ("judged", "judged_again") for row in judged(FOLDER / f"{name}.tsv")]


def judged(file: Path) -> list[Judged]:
    """Return the judged queries of a file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        group, query, *rest = line.split("\t")
        found.append(Judged(group, query, grades_of("".join(rest))))
    return found


def grades_of(judgements: str) -> dict[str, int]:
    """Return the grades that a line's last column gives, by title."""
    pairs = [part.split(":", 1) for part in judgements.split("|") if part]
    return {title: int(grade) for grade, title in pairs}


def titles(query: str, *, most: int = DEPTH) -> tuple[list[str], int]:
    """Return the titles of the first results that a visitor gets, and how many there are in all."""
    filters, parsed = with_words(Filters(), parse(query), lexicon())
    now = timezone.now()
    asker = Asker(user=AnonymousUser(), now=now)
    results = find(parsed, filters, asker, first=first_keys(parsed, now=now))
    assert not results.is_degraded, "The engine does not answer."
    return [result.shown.title for result in results.results[:most]], results.total


def score_of(row: Judged, found: list[str], ideal: Iterable[int]) -> Score:
    """Return the measures of one query; `ideal` are the grades of all documents that answer it."""
    gains = [2 ** row.grades.get(title, 0) - 1 for title in found]
    best = sorted((2**grade - 1 for grade in ideal), reverse=True)[:DEPTH]
    top = max(row.grades.values())
    return Score(
        ndcg=[_dcg(gains) / _dcg(best)],
        first=[bool(found) and row.grades.get(found[0], 0) >= min(top, 3)],
        third=[any(row.grades.get(title, 0) >= 2 for title in found[:3])],
        empty=[not found],
    )


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def measure(rows: list[Judged], counts: Callable[[str], int]) -> tuple[dict[str, Score], list[str]]:
    """Return the measures by group, and a line for each query that is not answered as it should be.

    Args:
        rows: the judged queries.
        counts: how many documents have a title.
    """
    scores: dict[str, Score] = defaultdict(Score)
    wrong: list[str] = []
    for row in rows:
        found, total = titles(row.query)
        if row.group == NOTHING:
            if total:
                wrong.append(f"{row.group}: {row.query}: {total} found, {found[:3]}")
            scores[row.group].empty.append(not found)
            continue
        ideal = [grade for title, grade in row.grades.items() for _document in range(counts(title))]
        if not ideal:
            wrong.append(f"{row.group}: {row.query}: no document has any of its titles")
            continue
        score = score_of(row, found, ideal)
        scores[row.group].add(score)
        if not score.first[0] or score.ndcg[0] < 0.7:
            wrong.append(f"{row.group}: {row.query}: nDCG {score.ndcg[0]:.2f}, {found[:3]}")
    return dict(scores), wrong
