"""The named registries by which a lower app lets higher ones take part (docs/architecture.md, “Going up”)."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """An ordered table of entries by key, filled in `AppConfig.ready()` and read at run time.

    >>> panels: Registry[Callable[[], str]] = Registry("workbench panels")
    >>> @panels.register("to-check")
    ... def to_check() -> str: ...
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, Entry] = {}

    def register(self, key: str) -> Callable[[Entry], Entry]:
        """Return a decorator that adds its target under `key`.

        Raises:
            ImproperlyConfigured: another entry holds `key`.
        """

        def add(entry: Entry) -> Entry:
            if self._entries.get(key, entry) is not entry:
                raise ImproperlyConfigured(f"{self.name}: {key!r} is registered twice.")
            self._entries[key] = entry
            return entry

        return add

    def get(self, key: str) -> Entry | None:
        """Return the entry under `key`, or None."""
        return self._entries.get(key)

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(self._entries.items())

    def __len__(self) -> int:
        return len(self._entries)
