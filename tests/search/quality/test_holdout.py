"""Everyday words on pages of another district, with which the judged set has nothing in common.

The thresholds are a little lower than those of the judged set (`make search-quality`).
"""

from itertools import islice
from pathlib import Path

import pytest
from django.utils import timezone

from search import words
from search.actions.load_synonyms import load_synonyms
from search.documents import Entry
from search.engines import engine
from search.engines.base import Writing
from search.language import parse
from search.planning import plans_for
from search.plans import Ask
from search.ranking import Context, ranked
from tests.search.quality.measure import DEPTH, Judged, Score, grades_of, score_of

FOLDER = Path(__file__).parent
LEAST = {"nDCG@10": 0.85, "success@1": 0.80, "success@3": 0.92}
MOST_EMPTY = 0.04


def rows_of(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture
def titles(db):
    """The index of the other district, by key."""
    words.forget()
    load_synonyms(actor=None, now=timezone.now())
    entries = [
        Entry(kind=kind, pk=pk, title=title, keywords=keywords, body=text, date=timezone.now())
        for pk, (kind, title, keywords, text) in enumerate(rows_of("holdout_documents.tsv"), start=1)
    ]
    engine().build([[Writing(key=entry.key, version=1, entry=entry) for entry in entries]])
    yield {entry.key: entry.title for entry in entries}
    words.forget()


def found(query, titles):
    """Return the titles of the first results, as the results page weighs them."""
    now = timezone.now()
    for plan in plans_for(parse(query), words.lexicon()):
        hits = engine().search(Ask(plan=plan, now=now)).hits if plan.required else ()
        if hits:
            return [titles[hit.key] for hit in islice(ranked(hits, plan, Context(now=now)), DEPTH)]
    return []


def test_general_measures_carry_the_search_to_other_pages(titles):
    whole, wrong, invented = Score(), [], []
    for query, judged in rows_of("holdout.tsv"):
        answer = found(query, titles)
        if not judged:
            invented += [(query, answer)] if answer else []
            continue
        row = Judged("holdout", query, grades_of(judged))
        assert set(row.grades) <= set(titles.values()), query
        score = score_of(row, answer, row.grades.values())
        whole.add(score)
        if not score.first[0] or score.ndcg[0] < 0.7:
            wrong.append(f"{query}: nDCG {score.ndcg[0]:.2f}, {answer[:3]}")
    means = [sum(map(float, values)) / len(values) for values in vars(whole).values()]
    report = "\n".join([f"{len(whole.ndcg)} queries: {means}", *wrong, *map(str, invented)])
    assert not invented, report
    assert all(mean >= least for mean, least in zip(means, LEAST.values(), strict=False)), report
    assert means[3] <= MOST_EMPTY, report
