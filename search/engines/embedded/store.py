"""The file: its tables in generations, and one connection a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import apsw

from search import analysis
from search.engines.base import EngineAway, IndexMissing

BUSY_SECONDS: Final = 1.0
# Writers wait for one another longer than a reader waits for anybody.
WRITER_BUSY_SECONDS: Final = 20.0
_PRAGMAS: Final = (
    # Before all else, and for a new file only: what a build frees can be given back.
    "PRAGMA auto_vacuum=INCREMENTAL",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=1073741824",
    "PRAGMA temp_store=MEMORY",
)
_SORTED: Final = 32 * 1024 * 1024
# FTS5's own figures, and what holds while a generation is written.
_AUTOMERGE: Final = 4
_CRISISMERGE: Final = 16
_MOST_PARTS: Final = 1999
_MERGED_AT_ONCE: Final = 4000
# Tokens are parted by blanks already: `ascii` splits at those and leaves all else as it is.
# What ranks and counts is apart from the texts, so that counting thousands of rows reads few pages. A row of
# `doc` without a row in `words` is a tombstone: it keeps the version of what was taken out. `characters` only
# knows which documents have a character, and which have it in the title.
_TABLES: Final = """
CREATE TABLE doc_{n} (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, is_gone INTEGER NOT NULL,
  kind TEXT, area INTEGER, department INTEGER, year INTEGER, date INTEGER, starts INTEGER, ends INTEGER,
  areas TEXT, reach TEXT, readers TEXT, tree TEXT, digest TEXT
);
CREATE TABLE text_{n} (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, keywords TEXT NOT NULL, body BLOB NOT NULL
);
CREATE VIRTUAL TABLE words_{n} USING fts5(
  title, keywords, body, pinyin, initials, content='', tokenize="ascii"
);
CREATE VIRTUAL TABLE characters_{n} USING fts5(
  whole, content='', columnsize=0, detail=none, tokenize="ascii"
);
CREATE INDEX doc_{n}_date ON doc_{n} (date DESC, id DESC);
"""


class Store:
    """The tables of one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()

    def connection(self) -> apsw.Connection:
        """Return this thread's connection; a file that was taken away is made anew, empty.

        Raises:
            EngineAway: the file can't be opened.
        """
        held: apsw.Connection | None = getattr(self._local, "connection", None)
        if held is not None and self._local.inode == self._inode():
            return held
        if held is not None:
            held.close()
        try:
            made = apsw.Connection(str(self.file))
            made.set_busy_timeout(int(BUSY_SECONDS * 1000))
            for pragma in _PRAGMAS:
                made.execute(pragma)
            made.execute(
                "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
            )
        except apsw.Error as error:
            raise EngineAway(f"{self.file}: {error}") from error
        self._local.connection, self._local.inode = made, self._inode()
        return made

    def _inode(self) -> int:
        try:
            return self.file.stat().st_ino
        except OSError:
            return 0

    def close(self) -> None:
        """Close this thread's connection."""
        held: apsw.Connection | None = getattr(self._local, "connection", None)
        if held is not None:
            held.close()
            self._local.connection = None

    @contextmanager
    def reading(self) -> Iterator[tuple[apsw.Connection, int]]:
        """Give the connection and the number of the generation that answers, in one state of the file.

        Raises:
            IndexMissing: there is none of the present analysis.
            EngineAway: the file fails.
        """
        connection = self.connection()
        try:
            connection.execute("BEGIN")
            try:
                yield connection, self.generation(connection)
            finally:
                self._roll_back(connection)
        except apsw.Error as error:
            raise EngineAway(f"{self.file}: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Give the connection within a transaction that no other writer enters.

        Raises:
            EngineAway: the file fails, or another writer does not end.
        """
        connection = self.connection()
        try:
            connection.set_busy_timeout(int(WRITER_BUSY_SECONDS * 1000))
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.set_busy_timeout(int(BUSY_SECONDS * 1000))
                self._roll_back(connection)
        except apsw.Error as error:
            raise EngineAway(f"{self.file}: {error}") from error

    def _roll_back(self, connection: apsw.Connection) -> None:
        """End what is still open. Where the disk is full, SQLite has done so, and says what failed."""
        if connection.in_transaction:
            connection.execute("ROLLBACK")

    def generation(self, connection: apsw.Connection) -> int:
        """Return the number of the generation that answers.

        Raises:
            IndexMissing: there is none of the present analysis.
        """
        notes = dict(connection.execute("SELECT name, value FROM meta"))
        if "current" not in notes or notes.get("analysis") != str(analysis.VERSION):
            raise IndexMissing(f"{self.file} has no index yet.")
        return int(str(notes["current"]))

    def generations(self, connection: apsw.Connection) -> list[int]:
        """Return the generations that are written to: the one that answers, and one that is being built."""
        rows = connection.execute("SELECT value FROM meta WHERE name IN ('current', 'building')")
        return sorted(int(str(value)) for (value,) in rows)

    def begin_generation(self, connection: apsw.Connection) -> int:
        """Make the tables of a new generation, and drop what a build that broke off has left."""
        for (left,) in connection.execute("SELECT value FROM meta WHERE name='building'").fetchall():
            self._drop(connection, int(str(left)))
        number = max([0, *self.generations(connection)]) + 1
        for statement in _TABLES.format(n=number).split(";\n"):
            if statement.strip():
                connection.execute(statement)
        # What is written between two commits is sorted in memory, not in many small pieces on the disk.
        for table in _indexes(number):
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('hashsize', {_SORTED})")
        # Parts are merged once, in `merge`, not again and again while others are still being written.
        self._set_merging(connection, number, automerge=0, crisismerge=_MOST_PARTS)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('building', ?)", [str(number)])
        return number

    def merge(self, number: int) -> None:
        """Merge the parts in which a generation was written into one, some pages at a time, so that other
        writers wait for none of it.
        """
        for table in _indexes(number):
            pages, changes = -_MERGED_AT_ONCE, 2
            while changes > 1:
                with self.writing() as connection:
                    before = connection.total_changes()
                    connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('merge', {pages})")
                    # FTS5 counts its own bookkeeping as one change, where there was nothing left to merge.
                    changes = connection.total_changes() - before
                pages = _MERGED_AT_ONCE
        with self.writing() as connection:
            self._set_merging(connection, number, automerge=_AUTOMERGE, crisismerge=_CRISISMERGE)

    def _set_merging(
        self, connection: apsw.Connection, number: int, *, automerge: int, crisismerge: int
    ) -> None:
        for table in _indexes(number):
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('automerge', {automerge})")
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('crisismerge', {crisismerge})")

    def switch_to(self, connection: apsw.Connection, number: int) -> None:
        """Let the generation answer from now on, and drop the one before."""
        building = connection.execute("SELECT value FROM meta WHERE name='building'").fetchone()
        if building is None or building[0] != str(number):
            raise EngineAway("Another build has taken the place of this one.")
        old = connection.execute("SELECT value FROM meta WHERE name='current'").fetchone()
        connection.execute("DELETE FROM meta WHERE name='building'")
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('current', ?)", [str(number)])
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('analysis', ?)", [str(analysis.VERSION)])
        if old is not None:
            self._drop(connection, int(old[0]))

    def tidy(self) -> None:
        """Give back what a build has left free. Nobody waits for it; where others are at work, the next one
        does.
        """
        with suppress(apsw.Error):
            connection = self.connection()
            connection.execute("PRAGMA incremental_vacuum").fetchall()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _drop(self, connection: apsw.Connection, number: int) -> None:
        for table in ("characters", "words", "text", "doc"):
            connection.execute(f"DROP TABLE IF EXISTS {table}_{number}")
        connection.execute(
            "DELETE FROM meta WHERE value=? AND name IN ('current', 'building')", [str(number)]
        )


def _indexes(number: int) -> tuple[str, ...]:
    return f"words_{number}", f"characters_{number}"
