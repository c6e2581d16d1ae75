"""`make search-quality`: the judged queries on both engines, by group, and what each feature adds."""

import contextlib
import dataclasses
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

GOALS = {"nDCG@10": 0.90, "success@1": 0.80, "success@3": 0.95}
MOST_EMPTY = 0.02
WHY = """Where both find as many, an engine's own score decides between what all our weights leave equal: FTS5
adds up a document's columns, Elasticsearch takes the best one, each with its own sense of length. Where one
finds more, a sentence was asked by its meaning: which documents have most of its words, of the first hundreds
by that same score, decides what is near enough beside the nearest."""
# The titles of the first results, and how many there are.
Found = tuple[list[str], int]
HEAD = f"{'':<14}{'n':>5}{'nDCG@10':>10}{'success@1':>10}{'success@3':>10}{'empty':>10}"


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Fill a site of its own with the demonstration, and measure; return 1 where a goal is missed."""
    folder = tempfile.TemporaryDirectory(prefix="qinhuai-quality-")
    os.environ.update(
        DATABASE_URL=f"sqlite:///{folder.name}/db.sqlite3",
        VAR_DIR=folder.name,
        DJANGO_SETTINGS_MODULE="config.settings.dev",
        LOG_LEVEL="ERROR",
        SEARCH_URL="",
    )
    import django

    django.setup()
    from config.preparation import Preparation

    say("Loading the demonstration …")
    with contextlib.redirect_stdout(io.StringIO()):
        Preparation(say=lambda _line: None).run()
    read_files()
    missed, embedded = measured("embedded")
    from tests.servers.elasticsearch import elasticsearch

    with elasticsearch() as server, on_elasticsearch(server.url):
        misses, other = measured("Elasticsearch")
    folder.cleanup()
    compare(embedded, other)
    return int(missed or misses)


def read_files() -> None:
    """Read the files that pages hand out, as the task worker does, and build the index with their texts."""
    from django.utils import timezone

    from media.models import Document
    from search import indexing
    from search.actions.read_file import read_file
    from search.models import FileUse

    for document in Document.objects.filter(pk__in=FileUse.objects.values("document_id")):
        read_file(actor=None, document=document, now=timezone.now())
    indexing.rebuild()


def compare(embedded: dict[str, Found], other: dict[str, Found]) -> None:
    """Report where the engines differ, and why."""
    same = sum(embedded[query][0] == other[query][0] for query in embedded)
    first = sum(embedded[query][0][:1] == other[query][0][:1] for query in embedded)
    say(f"\n=== Both ===\n{same} of {len(embedded)} queries have the same first ten, {first} the same first.")
    say(WHY)
    for query, (titles, total) in embedded.items():
        others, count = other[query]
        if titles[:3] != others[:3] or total != count:
            say(f"  {query}: {total} {titles[:3]} – {count} {others[:3]}")


@contextlib.contextmanager
def on_elasticsearch(url: str) -> Iterator[None]:
    """Let the site use that server, with an index of its own."""
    from django.conf import settings

    from search import indexing
    from search.engines import engine

    with patch.object(settings, "SEARCH", dataclasses.replace(settings.SEARCH, hosts=(url,))):
        engine.cache_clear()
        indexing.rebuild()
        yield
    engine.cache_clear()


def measured(name: str) -> tuple[bool, dict[str, Found]]:
    """Report on one engine; return whether a goal is missed, and what each query finds."""
    from search import sources
    from tests.search.quality.measure import NOTHING, Score, asked_of_the_demonstration, measure, titles

    counts = Counter(
        entry.title
        for source in sources.sources().values()
        for entry in source.entries(source.keys())
        if not entry.readers
    )
    rows = asked_of_the_demonstration()
    scores, wrong = measure(rows, lambda title: counts[title])
    whole = Score()
    say(f"\n=== {name} ===\n{HEAD}")
    for group, score in scores.items():
        if group != NOTHING:
            whole.add(score)
            say(f"{group:<14}{score.line()}")
    say(f"{'all':<14}{whole.line()}")
    empty = scores[NOTHING].empty
    say(f"{sum(empty)} of {len(empty)} queries that nothing answers find nothing.")
    for line in wrong:
        say(f"  {line}")
    say(f"\nWithout …\n{HEAD}")
    answered = [row for row in rows if row.group != NOTHING]
    for feature, switch in ablations().items():
        part = Score()
        with switch():
            for score in measure(answered, lambda title: counts[title])[0].values():
                part.add(score)
        say(f"{feature:<14}{part.line()}")
    means = [sum(map(float, values)) / len(values) for values in (whole.ndcg, whole.first, whole.third)]
    is_missed = (
        any(mean < goal for mean, goal in zip(means, GOALS.values(), strict=True))
        or sum(whole.empty) / len(whole.empty) > MOST_EMPTY
        or not all(empty)
    )
    return is_missed, {row.query: titles(row.query) for row in rows}


def ablations() -> dict[str, Callable[[], Any]]:
    """Return the switches that take one feature away each."""
    from search import asking, planning
    from search.meaning import answers
    from search.plans import Answer, Plan
    from search.ranking import Context, Weights
    from search.words import lexicon

    def without_weight(name: str) -> Callable[[], Any]:
        weights = dataclasses.replace(Weights(), **{name: False})
        made = lambda **given: Context(**given, weights=weights)  # noqa: E731
        return lambda: patch.object(asking, "Context", made)

    bare = dataclasses.replace(lexicon(), meanings={})
    first_plan = lambda query, words: iter([next(planning.plans_for(query, words))])  # noqa: E731
    return {
        "synonyms": lambda: patch.object(asking, "lexicon", lambda: bare),
        "pinyin": lambda: patch.object(planning, "_latin_terms", lambda *_args, **_options: []),
        "same sound": lambda: patch.object(planning, "_sounding_terms", lambda *_args: []),
        "loosening": lambda: patch.object(asking, "plans_for", first_plan),
        "meaning": lambda: patch.object(asking, "nearest", lambda *_args: (Plan(), Answer())),
        "shares": lambda: patch.object(answers, "_shares", lambda *_args: {}),
        "ranking": lambda: patch.object(asking, "ranked", lambda hits, *_args: list(hits)),
        **{name: without_weight(name) for name in ("title", "kind", "freshness", "nearness")},
    }


if __name__ == "__main__":
    sys.exit(main())
