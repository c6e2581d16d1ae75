import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from config.caches import cache_settings
from config.caches.fail_over import FailOverCache, build
from config.caches.sqlite import SqliteCache
from tests.servers.redis import redis_server


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache.sqlite3"


@pytest.fixture
def cache(file):
    return SqliteCache(str(file), {})


def test_a_value_is_kept_until_its_time_is_over(cache):
    cache.set("notice", {"title": "停水通知"}, timeout=60)
    cache.set("short", 1, timeout=0.05)
    cache.set("for-ever", 2, timeout=None)
    cache.set("gone-at-once", 3, timeout=0)
    time.sleep(0.06)
    assert cache.get("notice") == {"title": "停水通知"}
    assert cache.get("short", "missed") == "missed"
    assert cache.get_many(["notice", "short", "for-ever", "gone-at-once"]) == {
        "notice": {"title": "停水通知"},
        "for-ever": 2,
    }
    assert cache.touch("notice", timeout=0) is True
    assert cache.has_key("notice") is False
    assert cache.touch("notice") is False
    assert cache.delete("for-ever") is True
    assert cache.delete("for-ever") is False


def test_none_is_a_value_and_a_version_is_another_key(cache):
    cache.set("empty", None)
    assert cache.get("empty", "missed") is None
    cache.set("list", "new", version=2)
    assert cache.get("list", version=1) is None
    assert cache.get("list", version=2) == "new"


def test_what_is_added_first_stays_and_what_has_expired_gives_way(cache):
    with time_machine.travel(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), tick=False) as clock:
        assert cache.add("lock", "first", timeout=60) is True
        assert cache.add("lock", "second") is False
        clock.shift(timedelta(seconds=61))
        assert cache.add("lock", "third") is True
        assert cache.get("lock") == "third"


def test_no_count_is_lost_between_threads_and_a_missing_key_has_none(cache):
    cache.set("count", 0, timeout=60)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: cache.incr("count"), range(200)))
    assert cache.get("count") == 200
    with pytest.raises(ValueError, match="not found"):
        cache.incr("missing")


def test_other_processes_see_the_same_cache(cache, file):
    script = (
        "from config.caches.sqlite import SqliteCache; "
        f"SqliteCache({str(file)!r}, {{}}).set('from', 'another')"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert cache.get("from") == "another"


def test_a_forked_process_opens_the_file_for_itself(cache):
    cache.set("before", 1)
    child = os.fork()
    if child == 0:
        cache.set("after", cache.get("before") + 1)
        os._exit(0)
    os.waitpid(child, 0)
    assert cache.get("after") == 2


def test_a_deleted_file_is_a_miss_and_made_anew(cache, file):
    cache.set("page", "html")
    for path in file.parent.iterdir():
        path.unlink()
    assert cache.get("page") is None
    cache.set("page", "html")
    assert cache.get("page") == "html"
    assert file.exists()


@pytest.mark.parametrize("open_before", [False, True])
def test_a_damaged_file_is_a_miss_and_made_anew(file, open_before):
    cache = SqliteCache(str(file), {})
    if open_before:
        cache.set("page", "html")
    for path in file.parent.iterdir():
        path.unlink()
    file.write_bytes(b"this is no database " * 500)
    assert cache.get("page") is None
    cache.set("page", "html")
    assert cache.get("page") == "html"


def test_without_a_place_to_write_to_everything_is_a_miss_and_nobody_waits_for_a_lock(tmp_path):
    (tmp_path / "file").touch()
    cache = SqliteCache(str(tmp_path / "file" / "cache.sqlite3"), {})
    cache.set("page", "html")
    assert cache.get("page", "missed") == "missed"
    assert cache.add("lock", 1) is True
    assert cache.get_many(["page"]) == {}
    assert cache.delete("page") is False
    cache.clear()


def test_the_table_is_bounded_and_what_expires_last_stays(file, monkeypatch):
    monkeypatch.setattr("config.caches.sqlite.CULL_EVERY", 1)
    cache = SqliteCache(str(file), {"OPTIONS": {"MAX_ENTRIES": 30}})
    for number in range(100):
        cache.set(f"page {number}".replace(" ", "-"), number, timeout=100 + number)
    kept = cache.get_many([f"page-{number}" for number in range(100)])
    assert len(kept) <= 31
    assert kept["page-99"] == 99


def fail_over(url, file, pause=0.2):
    entry = cache_settings(url=url, file=file)
    entry["OPTIONS"]["PAUSE"] = pause
    cache = build(entry)
    assert isinstance(cache, FailOverCache)
    return cache


@contextmanager
def no_redis():
    """Something that hangs up whenever it is called; give its address and the calls so far."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up():
            while True:
                try:
                    caller, address = server.accept()
                except OSError:
                    return
                calls.append(address)
                caller.close()

        threading.Thread(target=hang_up, daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/1", calls


def test_without_redis_the_file_stands_in_and_only_the_first_question_waits(file):
    with no_redis() as (url, calls):
        cache = fail_over(url, file, pause=60)
        cache.set("page", "html")
        asked = len(calls)
        assert asked
        for _number in range(50):
            assert cache.get("page") == "html"
            assert cache.add("page", "other") is False
        assert len(calls) == asked
    assert cache.set_many({"a": 1, "b": 2}) == []
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert cache.incr("a") == 2
    cache.delete_many(["a", "b"])
    assert cache.has_key("a") is False


def test_a_missing_key_is_no_failure_of_redis(file):
    with redis_server() as server:
        cache = fail_over(server.url, file, pause=60)
        with pytest.raises(ValueError, match="not found"):
            cache.incr("missing")
        cache.set("page", "in redis")
        server.kill()
        assert cache.get("page") is None, "it was kept by Redis, so Redis was asked to the end"


def test_redis_that_is_killed_and_comes_back_costs_misses_and_never_answers_with_what_was_deleted(file):
    with redis_server() as server:
        cache = fail_over(server.url, file)
        cache.set("page", "old")
        cache.set("other", "kept")
        server.hang()
        cache.delete("page")
        assert cache.get("page") is None
        server.kill()
        cache.set("page", "new")
        assert cache.get("page") == "new"
        server.start()
        time.sleep(0.3)
        assert cache.get("page") is None
        cache.set("page", "newest")
        assert fail_over(server.url, file).get("page") == "newest"
