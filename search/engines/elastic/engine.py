"""The engine on Elasticsearch: asks and writes, within short times."""

import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from secrets import token_hex
from typing import Any, Final, TypeVar

import orjson
import structlog
from elasticsearch import ApiError, Elasticsearch, NotFoundError, OrjsonSerializer, TransportError

from search import analysis
from search.connection import SearchSettings
from search.engines.base import EngineAway, IndexMissing, Refused, Writing
from search.engines.elastic.documents import SearchDocument, body_of
from search.engines.elastic.queries import counting_of, search_of
from search.plans import FACETS, Answer, Ask, Clause, Hit

log = structlog.get_logger(__name__)

# A reader waits so long at most; with the fallback the page is there within 1.5 s.
SEARCH_SECONDS: Final = 0.8
WRITE_SECONDS: Final = 10.0
BUILD_SECONDS: Final = 60.0
# After a failure nobody asks for so long: a hanging server must not hold every visitor for a second.
PAUSE_SECONDS: Final = 5.0
_STORED_AT_ONCE: Final = 1000
_OVERLOADED: Final = 429
_PARTS_MISSING: Final = 503
# How long a build waits for a server that has too much in hand, time after time.
_OVERLOADED_SECONDS: Final = (1, 2, 4, 8, 16)
# Versions of what was taken out are remembered so long, against late writings.
_SETTINGS: Final = {"gc_deletes": "1h", "max_result_window": 10_000}
# Of an index that nobody reads yet, nothing has to be kept ready, copied or safe from a power cut.
_WHILE_BUILDING: Final = {
    "number_of_replicas": 0,
    "refresh_interval": "-1",
    "translog.durability": "async",
    "translog.flush_threshold_size": "1gb",
}
_WHEN_BUILT: Final = {
    "refresh_interval": "1s",
    "translog.durability": "request",
    "translog.flush_threshold_size": None,
}
# What goes in one request: so many documents, or so many bytes, whichever comes first.
_MOST_DOCUMENTS: Final = 1000
_MOST_BYTES: Final = 12_000_000
# Of a bulk request's answer, so much is read.
_ANSWERED: Final = ("errors", "items.*._id", "items.*.status", "items.*.error")
# What a document has one of.
_SINGLE: Final = ("key", "shown_title", "shown_keywords", "area", "moment", "ends")
# A shard takes each request with one processor; while one is on its way, others are at work.
_AT_A_TIME: Final = 3
# So many more are made before it is their turn.
_MADE_BEFORE: Final = 2

Result = TypeVar("Result")


class Overloaded(EngineAway):
    """The server has too much in hand at this moment."""


class ElasticEngine:
    """Aliases on one cluster: `…-search` answers and `…-search-building` is being made; both are written
    to.
    """

    name = "elasticsearch"

    def __init__(self, settings: SearchSettings) -> None:
        self._settings = settings
        self.alias = f"{settings.prefix}-search"
        self.building = f"{settings.prefix}-search-building"
        self._paused_until = 0.0
        self._lock = threading.Lock()
        self.client = Elasticsearch(list(settings.hosts), serializer=OrjsonSerializer(), **_access(settings))
        self._usual = (SEARCH_SECONDS, self.client.options(request_timeout=SEARCH_SECONDS))

    # --- Asking ---

    def search(self, ask: Ask) -> Answer:
        """Answer a question.

        Raises:
            EngineAway: it failed, or failed a moment ago.
        """
        if time.monotonic() < self._paused_until:
            raise EngineAway("Elasticsearch failed a moment ago.")
        body, seconds = search_of(ask).to_dict(), _patience(ask)
        return _answer(self._called(lambda: self.raw_search(body, seconds)))

    def has(self, ask: Ask, clauses: Sequence[Clause]) -> list[bool]:
        """Return for each of the clauses whether a document has it; one request."""
        if time.monotonic() < self._paused_until:
            raise EngineAway("Elasticsearch failed a moment ago.")
        body, seconds = counting_of(ask, clauses).to_dict(), _patience(ask)
        found = self._called(lambda: self.raw_search(body, seconds))
        buckets = found["aggregations"]["clauses"]["buckets"]
        return [buckets[str(number)]["doc_count"] > 0 for number in range(len(clauses))]

    def raw_search(self, body: dict[str, Any], seconds: float = SEARCH_SECONDS) -> Any:
        """Return what the server answers to the body of a search within so many seconds."""
        return self._within(seconds).search(index=self.alias, body=body, allow_partial_search_results=False)

    def _within(self, seconds: float) -> Elasticsearch:
        """Return the client with so much patience. The usual one is kept: to make one takes as long as to
        read an answer.
        """
        usual, client = self._usual
        return client if seconds == usual else self.client.options(request_timeout=seconds)

    def _called(self, call: Callable[[], Result]) -> Result:
        """Return what `call` does, and note how it went.

        Raises:
            IndexMissing: the alias is gone.
            EngineAway: anything else.
        """
        try:
            found = call()
        except NotFoundError as error:
            raise IndexMissing(f"Elasticsearch has no {self.alias}: {error}") from error
        except ApiError as error:
            if error.status_code == _OVERLOADED:
                raise Overloaded(f"Elasticsearch has too much in hand: {error}") from error
            self._pause()
            raise EngineAway(f"Elasticsearch refused: {error}") from error
        except TransportError as error:
            self._pause()
            raise EngineAway(f"Elasticsearch does not answer: {error}") from error
        with self._lock:
            self._paused_until = 0.0
        return found

    def _pause(self) -> None:
        with self._lock:
            self._paused_until = time.monotonic() + PAUSE_SECONDS

    # --- Writing ---

    def write(self, writings: Iterable[Writing]) -> None:
        """Write into what answers and what is being built; readers see it when this returns."""
        writings = list(writings)
        client = self.client.options(request_timeout=WRITE_SECONDS)
        held = self._called(lambda: client.indices.get_alias(name=f"{self.alias}*"))
        names = {alias for index in held.values() for alias in index["aliases"]}
        if self.alias not in names:
            raise IndexMissing(f"Elasticsearch has no {self.alias}.")
        for alias in (self.alias, self.building):
            if alias in names:
                self._bulk(client, alias, writings, refresh=True)

    def _bulk(self, client: Elasticsearch, alias: str, writings: list[Writing], *, refresh: bool) -> None:
        operations = _operations(writings)
        if operations:
            self._send(client, alias, operations, refresh=refresh)

    def _send(self, client: Elasticsearch, alias: str, operations: list[bytes], *, refresh: bool) -> None:
        # The client takes lines that are written already, and does not say so.
        lines: Any = operations
        # An alias that went away meanwhile must not come back as an index without our mapping.
        answer = self._called(
            lambda: client.bulk(
                index=alias,
                operations=lines,
                refresh=refresh,
                require_alias=True,
                filter_path=_ANSWERED,
            )
        )
        for item in answer["items"] if answer["errors"] else ():
            ((_action, result),) = item.items()
            # 409: a newer state is there already. 404 of a deletion: it was never there, and is noted.
            error = result.get("error")
            if error is None or result["status"] == 409:
                continue
            if result["status"] == 404 and error["type"] == "index_not_found_exception":
                raise IndexMissing(f"Elasticsearch has no {alias}.")
            said = f"Elasticsearch did not take {result['_id']}: {error['type']} {error['reason']}"
            raise Overloaded(said) if result["status"] == _OVERLOADED else Refused(said)

    def build(self, batches: Iterable[list[Writing]]) -> int:
        """Make a new index while the old one answers; return how many documents it has."""
        client = self.client.options(request_timeout=BUILD_SECONDS)
        name = self._called(lambda: self._begin(client))
        # This thread reads and cuts the next documents while the server takes the last ones.
        with ThreadPoolExecutor(_AT_A_TIME, "search-build") as senders:
            sent: deque[Future[None]] = deque()
            for operations in _bulks(batches):
                if len(sent) == _AT_A_TIME + _MADE_BEFORE:
                    sent.popleft().result()
                sent.append(senders.submit(self._send_patiently, client, operations))
            for last in sent:
                last.result()
        self._called(lambda: self._switch(client, name))
        return int(self._called(lambda: client.count(index=self.alias))["count"])

    def _send_patiently(self, client: Elasticsearch, operations: list[bytes]) -> None:
        """Write a part of a build; a server that has too much in hand is asked again after a while, and a
        document that is refused does not keep the others out.
        """
        for seconds in (*_OVERLOADED_SECONDS, None):
            try:
                self._send(client, self.building, operations, refresh=False)
            except Overloaded as error:
                if seconds is None:
                    raise
                log.warning("search_engine_overloaded", error=str(error))
                time.sleep(seconds)
            except Refused as error:
                log.error("search_engine_refused", error=str(error))
                return
            else:
                return

    def _begin(self, client: Elasticsearch) -> str:
        """Make an empty index under the alias `…-building`, and take away what a build that broke off
        left.
        """
        left = client.options(ignore_status=404).indices.get_alias(name=self.building)
        for old in left if "error" not in left else ():
            client.indices.delete(index=old, ignore_unavailable=True)
        # Of two that begin in the same moment, as two hosts may, each makes its own.
        name = f"{self.alias}-{datetime.now(UTC):%Y%m%d%H%M%S}-{token_hex(4)}"
        mapping: dict[str, Any] = SearchDocument._doc_type.mapping.to_dict()
        settings = {
            **_SETTINGS,
            "number_of_shards": self._settings.shards,
            **_WHILE_BUILDING,
        }
        client.indices.create(
            index=name, mappings=mapping, settings={"index": settings}, aliases={self.building: {}}
        )
        return name

    def _switch(self, client: Elasticsearch, name: str) -> None:
        """Let the new index answer from now on, in one step, and take the old ones away."""
        usual = {**_WHEN_BUILT, "number_of_replicas": self._settings.replicas}
        client.indices.put_settings(index=name, settings={"index": usual})
        client.indices.refresh(index=name)
        held = client.options(ignore_status=404).indices.get_alias(name=self.alias)
        old = [index for index in held if index != name] if "error" not in held else []
        actions: list[dict[str, Any]] = [{"remove": {"index": index, "alias": self.alias}} for index in old]
        actions += [
            {"add": {"index": name, "alias": self.alias}},
            {"remove": {"index": name, "alias": self.building}},
        ]
        client.indices.update_aliases(actions=actions)
        for index in old:
            client.indices.delete(index=index, ignore_unavailable=True)

    def stored(self) -> Iterator[tuple[str, str]]:
        """Yield key and digest of each document."""
        client = self.client.options(request_timeout=WRITE_SECONDS)
        after: list[str] | None = None
        while True:
            body = {
                "size": _STORED_AT_ONCE,
                "_source": False,
                "fields": ["digest"],
                "sort": [{"key": "asc"}],
                "query": {"match_all": {}},
                **({"search_after": after} if after else {}),
            }
            found = self._called(partial(client.search, index=self.alias, body=body))
            hits = found["hits"]["hits"]
            for hit in hits:
                yield hit["_id"], hit["fields"]["digest"][0]
            if len(hits) < _STORED_AT_ONCE:
                return
            after = hits[-1]["sort"]

    def is_ready(self) -> bool:
        """Return whether there is an index of the present analysis, with all its parts."""
        client = self.client.options(request_timeout=WRITE_SECONDS)
        try:
            found = self._called(lambda: client.indices.get_mapping(index=self.alias))
        except IndexMissing:
            return False
        metas = [index["mappings"].get("_meta", {}) for index in found.values()]
        if not metas or any(meta.get("analysis") != analysis.VERSION for meta in metas):
            return False
        # 503 is what a red index answers, one of whose parts no node has.
        asked = client.options(ignore_status=_PARTS_MISSING)
        found = self._called(
            lambda: asked.search(index=self.alias, size=0, allow_partial_search_results=False)
        )
        return "error" not in found


def _patience(ask: Ask) -> float:
    """Return how many seconds the server has for a question.

    Raises:
        EngineAway: none is left of those that the whole answer may take.
    """
    left = min(SEARCH_SECONDS, ask.deadline - time.monotonic())
    if left <= 0:
        raise EngineAway("Elasticsearch is too slow.")
    return left


def _operations(writings: Iterable[Writing]) -> list[bytes]:
    """Return the lines of a bulk request."""
    operations: list[bytes] = []
    for writing in writings:
        named = {"_id": writing.key, "version": writing.version, "version_type": "external_gte"}
        if writing.entry is None:
            operations.append(orjson.dumps({"delete": named}))
        else:
            operations += [orjson.dumps({"index": named}), orjson.dumps(body_of(writing.entry))]
    return operations


def _bulks(batches: Iterable[list[Writing]]) -> Iterator[list[bytes]]:
    """Yield the requests that a build comes to, none of them too large."""
    operations: list[bytes] = []
    size = 0
    for writing in chain.from_iterable(batches):
        made = _operations([writing])
        operations += made
        size += len(made[-1])
        if len(operations) >= _MOST_DOCUMENTS * 2 or size >= _MOST_BYTES:
            yield operations
            operations, size = [], 0
    if operations:
        yield operations


def _access(settings: SearchSettings) -> dict[str, Any]:
    """Return how the client reaches the cluster. What one host does not take, each of the others is asked
    once; what has taken its time is not asked again, for that is short already.
    """
    access: dict[str, Any] = {
        "max_retries": len(settings.hosts) - 1,
        "retry_on_timeout": False,
        "request_timeout": WRITE_SECONDS,
    }
    if settings.api_key:
        access["api_key"] = settings.api_key
    elif settings.user:
        # The client itself takes ASCII alone; passwords may be Chinese.
        access["basic_auth"] = b64encode(f"{settings.user}:{settings.password}".encode()).decode()
    if settings.ca:
        access["ca_certs"] = settings.ca
    return access


def _answer(found: Any) -> Answer:
    hits = tuple(_hit(hit) for hit in found["hits"]["hits"])
    # Of what is only offered, nobody has asked how many there are.
    total = found["hits"].get("total") or {"value": len(hits), "relation": "gte"}
    facets = {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in found["aggregations"][facet]["buckets"]}
        for facet in FACETS
        if "aggregations" in found
    }
    return Answer(hits, total["value"], total["relation"] == "eq", facets)


def _hit(hit: dict[str, Any]) -> Hit:
    if "_source" in hit:
        said = hit["_source"]
    else:
        said = {**hit["fields"], **{name: hit["fields"].get(name, [None])[0] for name in _SINGLE}}
    # Columns have several numbers by size; the first ones are all above the document's own.
    above = (area for area in said.get("areas", ()) if area != said["area"])
    return Hit(
        key=hit.get("_id") or said["key"],
        score=float(hit["sort"][0] if "sort" in hit else hit["_score"]),
        title=said["shown_title"],
        keywords=said["shown_keywords"],
        body=said.get("shown_body", ""),
        areas=(*above, said["area"]) if said["area"] else (),
        reach=tuple(said.get("reach", ())),
        date=datetime.fromtimestamp(said["moment"], UTC) if said["moment"] else None,
        ends=datetime.fromtimestamp(said["ends"], UTC) if said["ends"] else None,
    )
