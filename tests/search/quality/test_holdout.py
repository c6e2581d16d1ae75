"""Everyday questions to pages of made-up districts, with which the judged set has nothing in common.

Each set was first asked after all measures of its time were in place; its first figures stand in
docs/decisions/0054, 0058 and 0081. From then on it guards what they reached.
"""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from search import words
from search.actions.load_synonyms import load_synonyms
from search.asking import Asker, answer_to, related_hits
from search.documents import Entry
from search.engines import engine
from search.engines.base import Writing
from search.filters import Filters
from search.language import parse
from search.meaning import directions
from search.planning import plans_for
from search.plans import Excluded
from search.ranking import Context, ranked
from tests.search.quality.__main__ import GOALS, MOST_EMPTY
from tests.search.quality.measure import BESIDE, DEPTH, NOTHING, Score, judged, score_of

FOLDER = Path(__file__).parent
SETS = (
    *("holdout", "linhe", "beigang", "nanping", "wanghu", "qingyuan", "anhe", "luoshan", "hekou", "pinghu"),
    *("xinghua", "haiwan", "beiyuan", "donghu", "jiangxi", "tanxi"),
)


@pytest.fixture
def lexicon(db):
    """The words that the project ships, and no area's name."""
    words.forget()
    load_synonyms(actor=None, now=timezone.now())
    yield words.lexicon()
    words.forget()


def built(name):
    """Return the titles by key of a new index of one district."""
    lines = (FOLDER / f"{name}_documents.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    entries = [
        Entry(kind=kind, pk=pk, title=title, keywords=keywords, body=text, date=timezone.now())
        for pk, (kind, title, keywords, text) in enumerate(rows, start=1)
    ]
    engine().build([[Writing(key=entry.key, version=1, entry=entry) for entry in entries]])
    directions.note(entries)
    return {entry.key: entry.title for entry in entries}


def found(query, titles, lexicon):
    """Return the titles of the first results, as the results page weighs them."""
    now = timezone.now()
    parsed, asker = parse(query), Asker(user=AnonymousUser(), now=now)
    given = (parsed, Filters(), asker)
    plan, answer, _number = answer_to(*given, plans_for(parsed, lexicon), Excluded())
    _plan, others = related_hits(*given, Excluded(), plan, answer)
    hits = [*ranked(answer.hits, plan, Context(now=now)), *others]
    return [titles[hit.key] for hit in hits[:DEPTH]]


@pytest.mark.parametrize("name", SETS)
def test_everyday_questions_to_other_pages_are_answered(name, lexicon):
    titles = built(name)
    whole, wrong, invented = Score(), [], []
    for row in judged(FOLDER / f"{name}.tsv"):
        answer = found(row.query, titles, lexicon)
        if row.group == BESIDE:
            continue
        if row.group == NOTHING:
            invented += [(row.query, answer)] if answer else []
            continue
        assert set(row.grades) <= set(titles.values()), row.query
        score = score_of(row, answer, row.grades.values())
        whole.add(score)
        if not score.first[0] or score.ndcg[0] < 0.7:
            wrong.append(f"{row.query}: nDCG {score.ndcg[0]:.2f}, {answer[:3]}")
    means = [sum(map(float, values)) / len(values) for values in vars(whole).values()]
    report = "\n".join([f"{len(whole.ndcg)} queries: {means}", *wrong, *map(str, invented)])
    assert not invented, report
    assert all(mean >= least for mean, least in zip(means, GOALS.values(), strict=False)), report
    assert means[3] <= MOST_EMPTY, report
