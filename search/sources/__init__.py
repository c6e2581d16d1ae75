"""The kinds of things that can be found. `search.sources.base` says how to add one."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from search.documents import split_key

if TYPE_CHECKING:
    from events.models import Event
    from search.sources.base import Source

MODULES: Final = (
    *("guides", "notices", "consultations", "disclosures", "services", "certificates"),
    *("areas", "staff", "departments", "enquiries", "topics", "files", "members"),
)
MOVED: Final = "page.moved"


@cache
def sources() -> "dict[str, Source]":
    """Return all sources by kind, in the order of the facets."""
    found = [import_module(f"search.sources.{name}").SOURCE for name in MODULES]
    return {source.kind: source for source in sorted(found, key=lambda source: source.position)}


@cache
def additions() -> frozenset[str]:
    """Return the verbs that hide nothing, of all sources that know the objects of such an event."""
    return frozenset[str]().union(*(source.additions for source in sources().values()))


def is_wanted(event: "Event") -> bool:
    """Return whether some document may change with the event."""
    return event.verb == MOVED or any(source.concerns(event) for source in sources().values())


def affected(events: "Iterable[Event]") -> dict[str, set[int]]:
    """Return by kind the keys of the objects whose documents the events change; few queries for many
    events.
    """
    from wagtail.models import Page

    events = list(events)
    moved = [int(event.object_id) for event in events if event.verb == MOVED]
    pages = list(Page.objects.filter(pk__in=moved)) if moved else []
    found: dict[str, set[int]] = {}
    for kind, source in sources().items():
        concerning = [event for event in events if source.concerns(event)]
        keys = source.affected(concerning) if concerning else set()
        for page in pages:
            keys |= source.below(page)
        if keys:
            found[kind] = keys
    return found


def by_kind(keys: Iterable[str]) -> dict[str, list[int]]:
    """Return the primary keys within `keys` by kind; keys of kinds that there are no more are left out."""
    found: dict[str, list[int]] = {}
    for key in keys:
        kind, pk = split_key(key)
        if kind in sources():
            found.setdefault(kind, []).append(pk)
    return found
