"""The search at its full size: 100,000 documents of a generator, on both engines.

What a results page asks of an engine: 20 hits with their highlights, four facets, a total, for a member.
"""

import gc
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Before `VAR_DIR` names a folder of the measurement: what is fetched once stays in the project's.
from tests.servers.elasticsearch import LARGE, elasticsearch

COUNT = 100_000
SEED = 20_260_301
ROUNDS = 12
WARMING = 3
BATCH = 500
AREAS, STREETS, DEPARTMENTS = 110, 12, 30
# Each in a quarter of the documents, as 通知 and 社区 are in life, and in one title of twenty.
EVERYWHERE = ("社区", "居民", "物业", "停水", "养老")
# Each in about ten documents of all.
RARE = ("犁耙桥", "鹧鸪苑", "琥珀里", "青瓷巷", "鲈鱼汛", "槐荫塔")
SYLLABLES = (
    "安宝北本布长成城春大道德地电东丰风福富高工公光广桂海河红虹花华和湖环吉佳家建江金京景静居康乐里利林"
    "龙楼路绿梅美明南宁平浦普钱清秋泉日荣三山商上胜石水顺松苏泰天同万文武西溪仙祥新兴星学雅阳银永友玉园源月云"
    "泽振正中州朱竹紫"
)
QUERIES = (
    *EVERYWHERE,
    "社区 居民",
    "物业 停水",
    "养老 社区 物业",
    "社区居民养老",
    "“停水”",
    "社区 -养老",
    "shequ",
    "tingshui",
    "水",
    "南路12号",
    "3幢502 停水",
    "我妈在社区养老要多少钱",
    "社取居民",
    "梧桐 停水",
    *RARE[:1],
)
TYPED = ("社", "社区", "停", "停水", "物业", "养老", "shequ", "wuye", "ts", "居民", "犁", "鹧鸪")
# The figures that are to be kept, by engine and name of the line.
MOST = {
    "embedded": {
        "query, p50, ms": 45.0,
        "query, p95, ms": 90.0,
        "query, p50, processor ms": 45.0,
        "query, p95, processor ms": 90.0,
        "rare word, p95, ms": 5.0,
        "rare word, p95, processor ms": 5.0,
        "suggestions, p95, ms": 20.0,
        "suggestions, p95, processor ms": 20.0,
        "size, × text": 3.5,
    },
    "elasticsearch": {
        "query, p95, × bare request": 1.3,
        "suggestions, p95, ms": 20.0,
        "size, × text": 3.5,
    },
}
# The parts of `make bench`, each measured by itself.
ENGINES = ("search-embedded", "search-elasticsearch")
LEAST = {"embedded": 3000.0, "elasticsearch": 4000.0}


def entries(count: int) -> Iterator[Any]:
    """Yield documents as a district's sources make them, always the same ones."""
    from search.documents import Entry

    chance = random.Random(SEED)  # noqa: S311 - texts, no secrets
    pairs = [first + second for first in SYLLABLES for second in SYLLABLES if first != second]
    chance.shuffle(pairs)
    # What a district writes about, the most frequent first, and names that no dictionary knows.
    words = [*_written_words(), *pairs[:4000]]
    # The commonest word of a text is a hundred times as common as the hundredth, as in any language.
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    kinds = ("notice", "guide", "service", "topic", "enquiry", "disclosure", "file", "consultation")
    now = datetime.now(UTC)
    for pk in range(1, count + 1):
        said = chance.choices(words, cum_weights=weights, k=chance.randint(85, 255))
        said += [word for word in EVERYWHERE if chance.random() < 0.25]
        if pk % (count // 10) < len(RARE):
            said.append(RARE[pk % (count // 10)])
        chance.shuffle(said)
        for place in range(9, len(said), 10):
            said[place] += "，" if place % 30 else "。"
        title = chance.choices(words, cum_weights=weights, k=6)
        title += [word for word in EVERYWHERE if chance.random() < 0.05]
        chance.shuffle(title)
        area = chance.randint(1, AREAS)
        path = (1, 1000 + area % STREETS, 2000 + area)
        number = f"{chance.choice(pairs)}南路{chance.randint(1, 200)}号{chance.randint(1, 40)}幢"
        yield Entry(
            kind=kinds[pk % len(kinds)],
            pk=pk,
            title="".join(title) + (number if pk % 7 == 0 else ""),
            keywords=" ".join(chance.choices(words, cum_weights=weights, k=2)),
            body="".join(said),
            areas=path,
            reach=(path[-1],),
            department=chance.randint(1, DEPARTMENTS),
            date=now - timedelta(days=chance.randint(0, 1500)),
            readers=("u:1",) if pk % 50 == 0 else (),
            tree=(1, 10 + pk % 90, pk + 1_000_000),
        )


def _written_words() -> list[str]:
    """Return words in the order of how frequent they are in a district's texts; the file says where they are
    from. Not the search's own lists: whoever adds a rule there must not change what is measured.
    """
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def measure(parts: Sequence[str], write: Callable[[str], Any] = sys.stdout.write) -> None:
    """Fill each of the engines that `parts` name with an index of its own, and measure it."""
    from django.conf import settings

    from search.connection import SearchSettings
    from search.engines.elastic import engine as elastic_engine
    from search.engines.embedded.engine import EmbeddedEngine

    file = Path(settings.SEARCH.file).with_name("bench-search.sqlite3")
    if ENGINES[0] in parts:
        embedded = EmbeddedEngine(file)
        _measure(embedded, write, size=lambda: sum(part.stat().st_size for part in _parts(file)))
        embedded.store.close()
        for part in _parts(file):
            part.unlink()
    if ENGINES[1] in parts:
        with elasticsearch(java=LARGE) as server:
            # A busy machine is slow, and no reason to give a measurement up.
            elastic_engine.SEARCH_SECONDS = 30.0
            elastic = elastic_engine.ElasticEngine(
                SearchSettings(file=file, hosts=(server.url,), prefix="bench")
            )
            _measure(elastic, write, size=lambda: _stored_size(elastic))


def _parts(file: Path) -> list[Path]:
    return sorted(file.parent.glob(f"{file.name}*"))


def _stored_size(elastic: Any) -> int:
    client = elastic.client.options(request_timeout=120)
    # As it becomes by itself in some minutes.
    client.indices.forcemerge(index=elastic.alias, max_num_segments=1)
    found = client.indices.stats(index=elastic.alias, metric="store")
    return int(found["_all"]["primaries"]["store"]["size_in_bytes"])


def _measure(engine: Any, write: Callable[[str], Any], *, size: Callable[[], int]) -> None:
    from search.engines.base import Writing

    name, count = engine.name, int(os.environ.get("BENCH_DOCUMENTS", COUNT))
    # Made before the clock runs, and left out of what Python's garbage collector looks through.
    made = [Writing(key=entry.key, version=1, entry=entry) for entry in entries(count)]
    text = sum(len(f"{row.entry.title}{row.entry.keywords}{row.entry.body}".encode()) for row in made)
    gc.collect()
    gc.freeze()

    def build() -> None:
        engine.build(made[start : start + BATCH] for start in range(0, count, BATCH))

    # Java compiles what is called often, for some hundred thousand documents; whoever builds an index anew
    # asks a server that is at work.
    for _time in range(WARMING if name == "elasticsearch" else 0):
        build()
    begun, worked = time.perf_counter(), time.process_time()
    build()
    taken, processor = time.perf_counter() - begun, time.process_time() - worked
    made.clear()
    rate = count / taken
    verdict = "" if rate >= LEAST[name] else "  (under)"
    write(
        f"search, {name}: {'indexing, documents/s':<34}{rate:>8.0f}  at least {LEAST[name]:.0f}{verdict}"
        f"  ({count / processor:.0f} of our processor time; load {os.getloadavg()[0]:.1f})\n"
    )
    lines = {"size, × text": size() / text} | _asked(engine)
    for line, value in lines.items():
        most = MOST[name].get(line)
        said = "" if most is None else f"  at most {most:g}{'' if value <= most else '  (over)'}"
        write(f"search, {name}: {line:<34}{value:>8.2f}{said}\n")


def _asked(engine: Any) -> dict[str, float]:
    """Return the figures of all queries, of rare words, suggestions and bare requests."""
    lines: dict[str, float] = {}
    raw = getattr(engine, "raw_search", None)
    whole, rare, typed = Times(), Times(), Times()
    bare: list[float] = []
    gc.collect()
    gc.freeze()
    # The first two rounds of each only warm up what compiles and what is kept.
    for round_number in range(ROUNDS + 2):
        for query in QUERIES:
            kept = whole if round_number > 1 else Times()
            body = _page(engine, query, kept)
            if raw is not None and round_number > 1:
                begun = time.perf_counter()
                raw(body)
                bare.append((time.perf_counter() - begun) * 1000)
    for round_number in range(ROUNDS + 2):
        for word in RARE:
            _page(engine, word, rare if round_number > 1 else Times())
        for text in TYPED:
            _typed(engine, text, typed if round_number > 1 else Times())
    gc.unfreeze()
    for name, times in (("query", whole), ("rare word", rare), ("suggestions", typed)):
        lines |= {f"{name}, p50, ms": _middle(times.wall), f"{name}, p95, ms": _late(times.wall)}
        if raw is None:
            # The engine is in this process: on a busy machine its processor time is what can be compared.
            lines[f"{name}, p50, processor ms"] = _middle(times.processor)
            lines[f"{name}, p95, processor ms"] = _late(times.processor)
    if bare:
        lines["bare request, p50, ms"], lines["bare request, p95, ms"] = _middle(bare), _late(bare)
        lines["query, p95, × bare request"] = _late(whole.wall) / _late(bare)
    return lines


@dataclass
class Times:
    """Milliseconds by the clock, and of this process's processor time."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Note what is done within."""
        begun, worked = time.perf_counter(), time.process_time()
        yield
        self.wall.append((time.perf_counter() - begun) * 1000)
        self.processor.append((time.process_time() - worked) * 1000)


def _middle(times: list[float]) -> float:
    return statistics.median(times)


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _page(engine: Any, text: str, times: Times) -> dict[str, Any]:
    """Note what all costs that a results page asks of the engine and that we do with it, and return the body
    of the request that answered.
    """
    from django.contrib.auth.models import AnonymousUser

    from search.asking import Asker, ask_for
    from search.engines.elastic.queries import search_of
    from search.filters import Filters
    from search.fragments import mark, snippet, surfaces_of
    from search.language import parse
    from search.planning import plans_for
    from search.plans import Excluded
    from search.ranking import Context, ranked
    from search.words import lexicon

    words, now = lexicon(), datetime.now(UTC)
    asker = Asker(user=AnonymousUser(), now=now)
    ask = None
    with times.taken():
        query = parse(text)
        for plan in plans_for(query, words):
            ask = replace(
                ask_for(query, Filters(), asker, plan, Excluded()), readers=frozenset({"u:1", "b:2", "b:3"})
            )
            answer = engine.search(ask)
            if answer.total:
                break
        assert ask is not None
        hits = ranked(answer.hits, ask.plan, Context(now=now, near=(1, 1001, 2001)))[:20]
        surfaces = surfaces_of(ask.plan)
        for hit in hits:
            mark(hit.title, surfaces)
            snippet(hit.body, surfaces)
    return search_of(ask).to_dict()


def _typed(engine: Any, text: str, times: Times) -> None:
    """Note what one suggestion costs."""
    from unittest.mock import patch

    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from search import asking, suggesting
    from search.language import parse

    request = RequestFactory().get("/search/suggestions/", {"q": text})
    asker = asking.Asker(user=AnonymousUser(), now=datetime.now(UTC), request=request)
    with patch.object(suggesting, "engine", lambda: engine), times.taken():
        suggesting.suggest(parse(text), asker)
