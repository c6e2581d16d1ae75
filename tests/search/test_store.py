"""The embedded engine's file, when it fails."""

import pytest

from search.documents import Entry
from search.engines.base import EngineAway, Writing
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.store import BUSY_SECONDS, Store


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "search.sqlite3")
    with made.writing() as connection:
        made.switch_to(connection, made.begin_generation(connection))
    yield made
    made.close()


def write(store, *said):
    with store.writing() as connection:
        for key, text in enumerate(said, start=1):
            connection.execute("INSERT INTO text_1 VALUES (?, '', '', x'')", [key])
            connection.execute("INSERT INTO words_1 (rowid, body) VALUES (?, ?)", [key, text])


# The index is written to the disk at the commit, texts before.
@pytest.mark.parametrize("said", [[" ".join(map(str, range(50_000)))], [""] * 2000], ids=["index", "texts"])
def test_a_full_disk_is_told_and_written_to_again_once_there_is_room(store, said):
    connection = store.connection()
    ((pages,),) = connection.execute("PRAGMA page_count")
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(EngineAway, match="database or disk is full"):
        write(store, *said)
    connection.execute("PRAGMA max_page_count=1000000")
    write(store, "又写")
    with store.reading() as (reading, number):
        assert number == 1
        assert reading.execute("SELECT id FROM text_1").fetchall() == [(1,)]


def test_who_reads_waits_no_longer_after_a_writing_that_failed(store):
    with pytest.raises(TypeError):
        write(store, "写", object())
    connection = store.connection()
    assert connection.execute("PRAGMA busy_timeout").fetchall() == [(BUSY_SECONDS * 1000,)]
    assert not connection.in_transaction
    assert connection.execute("SELECT id FROM text_1").fetchall() == []


@pytest.mark.parametrize("fault", ["no folder", "no database", "a folder"])
def test_a_file_that_cannot_be_read_is_an_engine_that_is_away(tmp_path, fault):
    file = tmp_path / "search.sqlite3"
    if fault == "no folder":
        file = tmp_path / "nowhere" / "search.sqlite3"
    elif fault == "no database":
        file.write_bytes(b"no database at all" * 1000)
    else:
        file.mkdir()
    store = Store(file)
    with pytest.raises(EngineAway), store.reading():
        pass
    with pytest.raises(EngineAway), store.writing():
        pass


def test_a_build_takes_however_many_documents_come_at_once(tmp_path):
    found = EmbeddedEngine(tmp_path / "search.sqlite3")
    given = [Writing(f"notice-{pk}", 1, Entry("notice", pk, "停水")) for pk in range(1, 4101)]
    assert found.build([given]) == 4100
    found.store.close()
