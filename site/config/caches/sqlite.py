"""A cache in a SQLite file of its own, which all processes of one machine see.

It is no database of Django's: it takes no part in transactions and migrations, counts in no test of
statements, and makes its own table. Whatever happens to its file (deleted, damaged, disk full) is a miss,
never an error.
"""

import os
import pickle
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB NOT NULL, expires REAL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_expires ON entry (expires);
"""
# A lost cache is a slower site for a minute, so nothing is forced to the disk.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000; PRAGMA busy_timeout=2000;"
)
ALIVE = "(expires IS NULL OR expires > ?)"
SELECT = f"SELECT value FROM entry WHERE key = ? AND {ALIVE}"  # noqa: S608 - constants
TOUCH = f"UPDATE entry SET expires = ? WHERE key = ? AND {ALIVE}"  # noqa: S608 - constants
STORE = (
    "INSERT INTO entry VALUES (?, ?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
CULL = "DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY expires IS NULL, expires LIMIT ?)"
# One write in so many looks whether the table has grown too large.
CULL_EVERY = 200
# How many keys one statement names; SQLite allows 999 on old builds.
KEYS_AT_ONCE = 500


class SqliteCache(BaseCache):
    """Django's cache protocol on one SQLite file.

    `LOCATION` is the file. `OPTIONS["MAX_ENTRIES"]` bounds the table (20,000 by default): beyond it what has
    expired goes, and then what would expire first.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        params = {**params, "OPTIONS": {"MAX_ENTRIES": 20_000, **params.get("OPTIONS", {})}}
        super().__init__(params)
        self._path = Path(location)
        self._local = threading.local()

    # --- Reading ---

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_and_validate_key(key, version=version)

        def read(connection: sqlite3.Connection) -> Any:
            row = connection.execute(SELECT, (key, time.time())).fetchone()
            return default if row is None else pickle.loads(row[0])  # noqa: S301 - our own file

        return self._tried(read, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        names = {self.make_and_validate_key(key, version=version): key for key in keys}

        def read(connection: sqlite3.Connection) -> dict[str, Any]:
            found: dict[str, Any] = {}
            wanted = list(names)
            for start in range(0, len(wanted), KEYS_AT_ONCE):
                part = wanted[start : start + KEYS_AT_ONCE]
                marks = ", ".join("?" * len(part))
                rows = connection.execute(
                    f"SELECT key, value FROM entry WHERE key IN ({marks}) AND {ALIVE}",  # noqa: S608 - marks only
                    (*part, time.time()),
                )
                found.update((names[key], pickle.loads(value)) for key, value in rows)  # noqa: S301
            return found

        return self._tried(read, {})

    def has_key(self, key: str, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        return self._tried(
            lambda connection: connection.execute(SELECT, (key, time.time())).fetchone() is not None,
            False,
        )

    # --- Writing ---

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self.set_many({key: value}, timeout=timeout, version=version)

    def set_many(
        self, data: dict[str, Any], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        expires = self.get_backend_timeout(timeout)
        rows = [
            (self.make_and_validate_key(key, version=version), pickled(value), expires)
            for key, value in data.items()
        ]

        def write(connection: sqlite3.Connection) -> list[str]:
            connection.executemany(
                STORE,
                rows,
            )
            self._cull_sometimes(connection)
            return []

        return self._tried(write, list(data))

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        key = self.make_and_validate_key(key, version=version)
        row = (key, pickled(value), self.get_backend_timeout(timeout), time.time())

        def write(connection: sqlite3.Connection) -> bool:
            added = connection.execute(f"{STORE} WHERE entry.expires <= ?", row).rowcount
            self._cull_sometimes(connection)
            return added == 1

        # Without a file nobody holds the key: whoever takes a lock in the cache must not wait for ever.
        return self._tried(write, True)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add `delta` to a number, with no other writer in between; its lifetime stays as it was.

        Raises:
            ValueError: there is no such key.
        """
        name = self.make_and_validate_key(key, version=version)

        def write(connection: sqlite3.Connection) -> int | None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                row = connection.execute(SELECT, (name, time.time())).fetchone()
                if row is None:
                    return None
                value = pickle.loads(row[0]) + delta  # noqa: S301 - our own file
                connection.execute("UPDATE entry SET value = ? WHERE key = ?", (pickled(value), name))
                return int(value)

        changed = self._tried(write, None)
        if changed is None:
            raise ValueError(f"Key {key!r} not found")
        return changed

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        expires = self.get_backend_timeout(timeout)
        return self._tried(
            lambda connection: connection.execute(TOUCH, (expires, key, time.time())).rowcount == 1,
            False,
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        return self._tried(
            lambda connection: connection.execute("DELETE FROM entry WHERE key = ?", (key,)).rowcount == 1,
            False,
        )

    def clear(self) -> None:
        self._tried(lambda connection: connection.execute("DELETE FROM entry"), None)

    def close(self, **kwargs: Any) -> None:
        """Keep the connection: opening one for each request would cost more than the answer."""

    # --- The file ---

    def _tried(self, act: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        """Return what `act` says, or `otherwise` where the file will not have it; a damaged file is thrown
        away.
        """
        try:
            return act(self._connection())
        except sqlite3.OperationalError as error:  # locked for too long, disk full, folder gone
            log.warning("cache_unavailable", error=str(error))
            self._forget()
        except sqlite3.DatabaseError as error:
            log.warning("cache_file_damaged", error=str(error))
            self._forget()
            self._throw_away()
        except (OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError) as error:
            # A value of an older release, whose class is gone, is a miss like any other.
            log.warning("cache_value_unreadable", error=str(error))
        return otherwise

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection, a new one after a fork and where the file was replaced or
        removed.
        """
        held = getattr(self._local, "held", None)
        if held is not None:
            connection, owner, inode = held
            if owner == os.getpid() and inode == self._inode():
                return connection
            self._forget()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.executescript(PRAGMAS + SCHEMA)
        self._local.held = (connection, os.getpid(), self._inode())
        return connection

    def _inode(self) -> int | None:
        try:
            return self._path.stat().st_ino
        except OSError:
            return None

    def _forget(self) -> None:
        held = getattr(self._local, "held", None)
        self._local.held = None
        # One that was inherited over a fork belongs to the parent: closing it here would drop the parent's
        # locks.
        if held is not None and held[1] == os.getpid():
            with suppress(sqlite3.Error):
                held[0].close()

    def _throw_away(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self._path}{suffix}").unlink()

    def _cull_sometimes(self, connection: sqlite3.Connection) -> None:
        if random.randrange(CULL_EVERY):  # noqa: S311 - no secret
            return
        connection.execute("DELETE FROM entry WHERE expires <= ?", (time.time(),))
        (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        if count > self._max_entries:
            connection.execute(CULL, (count - self._max_entries * 2 // 3,))


def pickled(value: Any) -> bytes:
    """Return `value` as it is stored."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
