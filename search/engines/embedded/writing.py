"""How the rows of one document are written, and what they hold."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import apsw

from search import analysis
from search.documents import Entry
from search.engines.base import Writing
from search.engines.embedded.match import IN_TITLE
from search.readings import sound_tokens

# Chinese takes two bytes a character in it, not three; any other text has its place in it, too.
_CODED: Final = "gb18030"
# Not `OR REPLACE`: that begins a savepoint, at which FTS5 sorts and writes all that it holds in memory.
_INSERT: Final = (
    "INSERT INTO doc_{n} (id, key, version, is_gone, kind, area, department, year, date, starts,"
    " ends, areas, reach, readers, tree, digest) VALUES "
)
_DOC: Final = f"({', '.join('?' * 16)})"
_TEXT: Final = "(?, ?, ?, ?)"
_WORDS: Final = "(?, ?, ?, ?, ?, ?)"
_COLUMNS: Final = "(rowid, title, keywords, body, pinyin, initials)"
_CHARACTERS: Final = "(?, ?)"


class Tokens(NamedTuple):
    """What the indexes hold of one document."""

    words: tuple[str, ...]
    characters: str


def coded(body: str) -> bytes:
    """Return a text as it is stored."""
    return body.encode(_CODED, "replace")


def text_of(stored: bytes) -> str:
    """Return the text that is stored."""
    return stored.decode(_CODED)


def tokens_of(title: str, keywords: str, body: str) -> Tokens:
    """Return the tokens of title, keywords, body, pinyin and initials, and the characters."""
    titles, called, said = map(analysis.tokens_and_characters, (title, keywords, body))
    sounds = sound_tokens(analysis.fold(title), analysis.fold(keywords))
    named = {*titles[1], *called[1]}
    characters = " ".join([*named.union(said[1]), *(IN_TITLE + char for char in named)])
    return Tokens((titles[0], called[0], said[0], *sounds), characters)


def put(connection: apsw.Connection, number: int, writing: Writing, tokens: Tokens | None) -> None:
    """Write one document, unless what is there is newer."""
    held = connection.execute(
        f"SELECT d.id, d.version, t.title, t.keywords, t.body FROM doc_{number} d"
        f" LEFT JOIN text_{number} t ON t.id = d.id WHERE d.key = ?",
        [writing.key],
    ).fetchone()
    if held is not None:
        if held[1] > writing.version:
            return
        if held[2] is not None:
            _take_out(connection, number, held[0], tokens_of(held[2], held[3], text_of(held[4])))
        connection.execute(f"DELETE FROM doc_{number} WHERE id = ?", [held[0]])
    entry = writing.entry
    if entry is None or tokens is None:
        gone = [held[0] if held else None, writing.key, writing.version, 1, *[None] * 12]
        connection.execute(_INSERT.format(n=number) + _DOC, gone)
        return
    row = [held[0] if held else None, entry.key, writing.version, 0, entry.kind, *_meta(entry)]
    connection.execute(_INSERT.format(n=number) + _DOC, row)
    pk = connection.last_insert_rowid()
    connection.execute(
        f"INSERT INTO text_{number} VALUES {_TEXT}", [pk, entry.title, entry.keywords, coded(entry.body)]
    )
    connection.execute(f"INSERT INTO words_{number}{_COLUMNS} VALUES {_WORDS}", [pk, *tokens.words])
    connection.execute(
        f"INSERT INTO characters_{number}(rowid, whole) VALUES {_CHARACTERS}", [pk, tokens.characters]
    )


def _take_out(connection: apsw.Connection, number: int, pk: int, tokens: Tokens) -> None:
    """Take a row out of the indexes: without content, they want to be told what they have of it."""
    for table, columns, values in (
        (f"words_{number}", _COLUMNS, tokens.words),
        (f"characters_{number}", "(rowid, whole)", (tokens.characters,)),
    ):
        marks = ", ".join("?" * len(values))
        connection.execute(
            f"INSERT INTO {table}({table}, {columns[1:]} VALUES ('delete', ?, {marks})", [pk, *values]
        )
    connection.execute(f"DELETE FROM text_{number} WHERE id = ?", [pk])


def put_new(connection: apsw.Connection, number: int, made: Sequence[tuple[Writing, Tokens | None]]) -> None:
    """Write documents, most of which are not there yet, with one statement a table.

    SQLite takes 32,766 values at once: 2,047 documents.
    """
    keys = [writing.key for writing, _tokens in made]
    found = connection.execute(
        f"SELECT key FROM doc_{number} WHERE key IN ({', '.join('?' * len(keys))})", keys
    )
    singly = {key for (key,) in found} | {key for key, count in Counter(keys).items() if count > 1}
    ((highest,),) = connection.execute(f"SELECT coalesce(max(id), 0) FROM doc_{number}")
    last = int(str(highest))
    docs: list[object] = []
    texts: list[object] = []
    words: list[object] = []
    characters: list[object] = []
    count = 0
    for writing, tokens in made:
        entry = writing.entry
        if entry is None or tokens is None or writing.key in singly:
            continue
        count += 1
        docs += [last + count, entry.key, writing.version, 0, entry.kind, *_meta(entry)]
        texts += [last + count, entry.title, entry.keywords, coded(entry.body)]
        words += [last + count, *tokens.words]
        characters += [last + count, tokens.characters]
    if count:
        for insert, row, values in (
            (_INSERT.format(n=number), _DOC, docs),
            (f"INSERT INTO text_{number} VALUES ", _TEXT, texts),
            (f"INSERT INTO words_{number}{_COLUMNS} VALUES ", _WORDS, words),
            (f"INSERT INTO characters_{number}(rowid, whole) VALUES ", _CHARACTERS, characters),
        ):
            connection.execute(insert + ", ".join([row] * count), values)
    for writing, tokens in made:
        if writing.entry is None or writing.key in singly:
            put(connection, number, writing, tokens)


def _meta(entry: Entry) -> list[object]:
    def listed(keys: tuple[object, ...]) -> str | None:
        return f",{','.join(map(str, keys))}," if keys else None

    def seconds(moment: datetime | None) -> int | None:
        return None if moment is None else int(moment.timestamp())

    return [
        entry.areas[-1] if entry.areas else 0,
        entry.department,
        entry.year,
        seconds(entry.date),
        seconds(entry.starts),
        seconds(entry.ends),
        listed(entry.areas),
        listed(entry.reach),
        listed(entry.readers),
        listed(entry.tree),
        entry.digest(),
    ]
