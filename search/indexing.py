"""Keeping the index: after each event, all anew, and by comparing."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

import structlog

from events.consumers import register
from events.models import Delivery, Event
from search import sources
from search.documents import split_key
from search.engines import engine
from search.engines.base import IndexMissing, Refused, Writing
from search.meaning import directions
from search.restrictions import CONSUMER, pending_deliveries
from search.sources.base import CHUNK
from search.versions import present_version

log = structlog.get_logger(__name__)
WRITTEN_AT_ONCE: Final = 100


@register(CONSUMER, wants=sources.is_wanted)
def index_event(event: Event) -> None:
    """Write the documents that the event changes, as they are now.

    Raises:
        EngineAway: the engine takes nothing; the delivery is tried again.
    """
    for source in sources.sources().values():
        if source.concerns(event):
            source.prepare([event])
    for kind, pks in sources.affected([event]).items():
        index(kind, sorted(pks))


def index(kind: str, pks: Collection[int]) -> None:
    """Write the present documents of some objects; of one that can't be found any more, that it is gone.

    Raises:
        IndexMissing: there is no index; a task that builds one is queued.
        EngineAway: the engine takes nothing.
    """
    ordered = sorted(pks)
    for start in range(0, len(ordered), WRITTEN_AT_ONCE):
        found = writings(kind, ordered[start : start + WRITTEN_AT_ONCE])
        try:
            engine().write(found)
        except IndexMissing:
            from search.tasks import queue_rebuild

            queue_rebuild()
            raise
        # Found by their words first: what they mean takes some milliseconds each.
        directions.note([writing.entry for writing in found if writing.entry is not None])
        directions.forget([writing.key for writing in found if writing.entry is None])


def writings(kind: str, pks: Collection[int]) -> list[Writing]:
    """Return the present state of some objects, each with the moment before it was read."""
    source = sources.sources()[kind]
    version = present_version()
    entries = {entry.pk: entry for entry in source.entries(pks)}
    return [Writing(key=f"{kind}-{pk}", version=version, entry=entries.get(pk)) for pk in pks]


def everything() -> Iterator[list[Writing]]:
    """Yield the documents of all objects that can be found, some hundred at a time."""
    for kind, source in sources.sources().items():
        keys = source.keys()
        for start in range(0, len(keys), CHUNK):
            found = writings(kind, keys[start : start + CHUNK])
            yield [writing for writing in found if writing.entry is not None]


def rebuild() -> int:
    """Build the index anew while the old one answers and is written to; return how many documents it has.

    Raises:
        EngineAway: the engine fails; the old index stays.
    """
    waiting = list(pending_deliveries().values_list("pk", flat=True))
    for source in sources.sources().values():
        source.prepare(None)
    kept, read = directions.kept(), dict[str, str]()
    count = engine().build(_remembered(everything(), read))
    _note_lacking(kept, read)
    # What waited when the reading began is in the new index.
    for start in range(0, len(waiting), CHUNK):
        Delivery.objects.filter(pk__in=waiting[start : start + CHUNK]).update(
            state=Delivery.State.DONE, error=""
        )
    log.info("search_rebuilt", engine=engine().name, documents=count)
    return count


def note_directions() -> None:
    """Keep what each document means where that is lacking, and nothing of what is gone."""
    kept, read = directions.kept(), dict[str, str]()
    for _batch in _remembered(everything(), read):
        pass
    _note_lacking(kept, read)


def _remembered(batches: Iterable[list[Writing]], read: dict[str, str]) -> Iterator[list[Writing]]:
    """Yield the batches, and put into `read` which state of which text they have."""
    for batch in batches:
        read.update(directions.digests(writing.entry for writing in batch if writing.entry is not None))
        yield batch


def _note_lacking(kept: dict[str, str], read: dict[str, str]) -> None:
    """Note what was read and not kept before; forget what was kept before, and not read."""
    directions.forget(kept.keys() - read.keys())
    lacking = [key for key, digest in read.items() if kept.get(key) != digest]
    for kind, pks in sources.by_kind(lacking).items():
        ordered = sorted(pks)
        for start in range(0, len(ordered), CHUNK):
            directions.note(sources.sources()[kind].entries(ordered[start : start + CHUNK]))


def check() -> tuple[int, int]:
    """Compare the index with the site and mend what differs; return how many documents were compared and
    mended.

    Raises:
        EngineAway: the engine fails.
    """
    stored, gone = dict(engine().stored()), set(directions.kept())
    compared = mended = 0
    for batch in everything():
        gone -= directions.digests(writing.entry for writing in batch if writing.entry is not None).keys()
        wrong = [
            writing
            for writing in batch
            if writing.entry and stored.pop(writing.key, "") != writing.entry.digest()
        ]
        compared += len(batch)
        mended += len(wrong)
        if wrong:
            _mend(wrong)
        directions.note([writing.entry for writing in batch if writing.entry is not None])
    directions.forget(gone)
    # What is left is not on the site any more, or was read before it came to be.
    for kind, pks in sources.by_kind(stored).items():
        index(kind, pks)
        mended += len(pks)
    unknown = [key for key in stored if split_key(key)[0] not in sources.sources()]
    if unknown:
        version = present_version()
        engine().write([Writing(key=key, version=version, entry=None) for key in unknown])
        mended += len(unknown)
    if mended:
        log.warning("search_mended", engine=engine().name, compared=compared, mended=mended)
    return compared, mended


def _mend(wrong: list[Writing]) -> None:
    """Write what differs; what the engine refuses does not keep the rest from being mended."""
    try:
        engine().write(wrong)
    except Refused as error:
        log.error("search_refused", engine=engine().name, error=str(error))
