"""Which state of the site a kept page belongs to.

Each area has two tokens: `up` changes when something in the area or below it does, `down` when something does
that all below the area show. A page of an area depends on its own `up` and on the `down` of the area and all
above it; so a change in one community lets go its own pages, the street's and the district's, and leaves all
sibling communities'.

Tokens are random, never counted: one that the cache dropped comes back as another, which nothing old fits.
"""

from collections.abc import Iterable
from typing import Final

from django.core.cache import cache
from django.utils.crypto import get_random_string

PREFIX: Final = "pages:generation:"
# Changes with every event, and first: who sees it unchanged from before their reading to after it has read no
# state that an event has since replaced.
CLOCK: Final = f"{PREFIX}clock"
# Changes with each migration, that is, with each release.
RELEASE: Final = f"{PREFIX}release"


def _token() -> str:
    return get_random_string(12)


def _ids(area_path: str) -> list[str]:
    return [part for part in area_path.split("/") if part]


def names_for(area_path: str) -> list[str]:
    """Return the keys of the tokens that a page of the area with that path depends on."""
    ids = _ids(area_path)
    return [RELEASE, *(f"{PREFIX}up:{pk}" for pk in ids[-1:]), *(f"{PREFIX}down:{pk}" for pk in ids)]


def names_changed_by(area_paths: Iterable[str]) -> set[str]:
    """Return the keys of the tokens that change with what the pages of those areas show."""
    names: set[str] = set()
    for area_path in area_paths:
        ids = _ids(area_path)
        names.update(f"{PREFIX}up:{pk}" for pk in ids)
        names.update(f"{PREFIX}down:{pk}" for pk in ids[-1:])
    return names


def read(names: Iterable[str]) -> dict[str, str]:
    """Return the present tokens, making those that are missing. Whoever makes one first wins."""
    names = list(names)
    found: dict[str, str] = cache.get_many(names)
    missing = [name for name in names if name not in found]
    if missing:
        for name in missing:
            cache.add(name, _token(), timeout=None)
        found.update(cache.get_many(missing))
    return found


def change(area_paths: Iterable[str]) -> None:
    """Let go all pages that show something of those areas. The clock goes first; see `CLOCK`."""
    cache.set(CLOCK, _token(), timeout=None)
    cache.set_many({name: _token() for name in names_changed_by(area_paths)}, timeout=None)


def change_all() -> None:
    """Let go every page."""
    cache.set(CLOCK, _token(), timeout=None)
    cache.set(RELEASE, _token(), timeout=None)
