"""A cache that another one stands in for: Redis may go away, pages and sign-ins may not."""

import importlib
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

log = structlog.get_logger(__name__)

# For so many seconds nobody asks a server that failed; then one caller tries it again.
PAUSE = 5.0


class FailOverCache(BaseCache):
    """Asks `OPTIONS["PRIMARY"]`, and `OPTIONS["FALLBACK"]` while the first one fails.

    Both are entries of Django's CACHES. After a failure the primary is left alone for `OPTIONS["PAUSE"]`
    seconds (5 by default), so that a server which hangs costs one time-out and not one per question. What
    was deleted meanwhile is still in the primary: it is emptied when it is back, before anybody reads from
    it.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = params["OPTIONS"]
        self._primary = build(options["PRIMARY"])
        self._fallback = build(options["FALLBACK"])
        self._state = breaker(str(options["PRIMARY"].get("LOCATION")), float(options.get("PAUSE", PAUSE)))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda cache: cache.get(key, default, version=version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        keys = list(keys)
        found: dict[str, Any] = self._ask(lambda cache: cache.get_many(keys, version=version))
        return found

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask(lambda cache: cache.has_key(key, version=version)))

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._ask(lambda cache: cache.set(key, value, timeout=timeout, version=version))

    def set_many(
        self, data: dict[str, Any], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        return list(self._ask(lambda cache: cache.set_many(data, timeout=timeout, version=version)) or [])

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(self._ask(lambda cache: cache.add(key, value, timeout=timeout, version=version)))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask(lambda cache: cache.incr(key, delta, version=version)))

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask(lambda cache: cache.touch(key, timeout=timeout, version=version)))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask(lambda cache: cache.delete(key, version=version)))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        keys = list(keys)
        self._ask(lambda cache: cache.delete_many(keys, version=version))

    def clear(self) -> None:
        self._ask(lambda cache: cache.clear())
        self._fallback.clear()

    def close(self, **kwargs: Any) -> None:
        """Close both at the end of a request, as Django asks."""
        self._primary.close(**kwargs)
        self._fallback.close(**kwargs)

    def _ask(self, question: Callable[[BaseCache], Any]) -> Any:
        if self._state.may_try():
            try:
                if self._state.was_away:
                    self._primary.clear()
                answer = question(self._primary)
            except ValueError:  # `incr` on a missing key: an answer, not a failure
                self._state.succeeded()
                raise
            except Exception as error:  # noqa: BLE001 - each driver has exceptions of its own
                self._state.failed(error)
            else:
                self._state.succeeded()
                return answer
        return question(self._fallback)


class Breaker:
    """Whether a server is asked: no for `pause` seconds after it failed, then by one caller at a time."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.was_away = False
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def may_try(self) -> bool:
        if not self.was_away:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                return False
            # The others stay with the fallback until this try has ended.
            self._closed_until = now + self.pause
            return True

    def failed(self, error: Exception) -> None:
        if not self.was_away:
            log.warning("cache_primary_away", error=type(error).__name__, pause=self.pause)
        self.was_away = True
        self._closed_until = time.monotonic() + self.pause

    def succeeded(self) -> None:
        if self.was_away:
            log.info("cache_primary_back")
            self.was_away = False


_breakers: dict[str, Breaker] = {}


def breaker(location: str, pause: float) -> Breaker:
    """Return the breaker of the server at `location`, one for all threads: Django makes a cache for each."""
    return _breakers.setdefault(location, Breaker(pause))


def build(entry: dict[str, Any]) -> BaseCache:
    """Return the back end that an entry of CACHES describes."""
    params = dict(entry)
    module, _, name = params.pop("BACKEND").rpartition(".")
    location = params.pop("LOCATION", "")
    backend: BaseCache = getattr(importlib.import_module(module), name)(location, params)
    return backend
