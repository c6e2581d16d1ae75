"""What many tests begin with is built once by each worker; each test gets its rows again, much faster.

A test stays as free as before: it runs in a transaction of its own and may change whatever it got.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import connection, transaction

# Before any clock of a test, so that nothing that was built lies in a test's future.
BUILT = datetime(2020, 1, 6, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

T = TypeVar("T")


class Rows(NamedTuple):
    """All rows of a table, by their key."""

    columns: list[str]
    key: str
    rows: dict[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """What a build left behind.

    Attributes:
        result: what it returned, pickled, so that no test sees another's objects.
        gone: keys of the rows that it deleted or changed, by table.
        come: columns and rows that it added or changed, by table.
        files: what it wrote below `MEDIA_ROOT`.
    """

    result: bytes
    gone: dict[str, tuple[str, list[tuple[Any]]]]
    come: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    files: dict[Path, bytes]

    def lay(self) -> None:
        """Put it into the present transaction, or into one of its own. Keys are checked at its end."""
        with transaction.atomic(), _unwatched():
            with connection.cursor() as cursor:
                for table, (key, keys) in self.gone.items():
                    cursor.executemany(f"DELETE FROM {_quoted(table)} WHERE {_quoted(key)} = %s", keys)  # noqa: S608
            insert(self.come)
        for path, content in self.files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


_kept: dict[str, Kept] = {}


def kept(name: str, build: Callable[[], T], *, at: datetime | None = BUILT) -> T:
    """Return what `build` returns, with its rows and files there; it runs once a worker.

    Args:
        name: of what is built.
        build: depends on nothing but what the migrations made, and on other things that are kept.
        at: when it is built; None at the present, for tests whose clock nobody sets.
    """
    there = _kept.get(name)
    if there is None:
        there = _kept[name] = _build(build, at)
    else:
        there.lay()
    return pickle.loads(there.result)  # noqa: S301


def _build(build: Callable[[], Any], at: datetime | None) -> Kept:
    before, files = all_rows(), _files()
    with nullcontext() if at is None else time_machine.travel(at, tick=False):
        result = pickle.dumps(build())
    gone, come = {}, {}
    for table, (columns, key, rows) in all_rows().items():
        old = before[table].rows
        left = [(value,) for value, row in old.items() if rows.get(value) != row]
        new = [row for value, row in rows.items() if old.get(value) != row]
        if left:
            gone[table] = (key, left)
        if new:
            come[table] = (columns, new)
    written = {path: path.read_bytes() for path in _files() - files}
    return Kept(result=result, gone=gone, come=come, files=written)


def insert(come: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    """Write rows by table; the keys that they point to are checked at the end of the transaction."""
    with connection.cursor() as cursor:
        for table, (columns, rows) in come.items():
            names, values = ", ".join(map(_quoted, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({values})", rows)  # noqa: S608


@contextmanager
def _unwatched() -> Iterator[None]:
    """Let PostgreSQL believe that keys lead somewhere, as they did when the rows were built.

    To look each of them up at the end of each test takes it longer than to write them. Only a server of one's
    own allows it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and _is_own_server():
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            yield


@cache
def _is_own_server() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return bool(cursor.fetchone() == ("on",))


@cache
def _keys() -> dict[str, str]:
    """Return the primary key of each table. SQLite's full-text tables, which nobody here fills, have none."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        tables = introspection.django_table_names(only_existing=True)
        found = {table: introspection.get_primary_key_column(cursor, table) for table in tables}
    return {table: key for table, key in found.items() if key is not None}


def all_rows() -> dict[str, Rows]:
    """Return what the database holds, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table, key in _keys().items():
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            place = columns.index(key)
            rows = {row[place]: tuple(map(_writable, row)) for row in cursor.fetchall()}
            found[table] = Rows(columns, key, rows)
    return found


def _writable(value: Any) -> Any:
    # SQLite reads a time of day as Python's, and does not write it.
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value


def _files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
