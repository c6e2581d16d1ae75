"""The server's log is kept in files for six months, and then it is gone, without anybody's doing."""

import gzip
import json
import logging
import os
from datetime import timedelta

import pytest
import structlog
from django.utils import timezone

from config.env import log_dir
from config.log_files import DailyFileHandler, keep_log_files
from config.logs import logging_settings


@pytest.fixture
def folder(tmp_path, settings):
    settings.LOG_DIR = tmp_path
    return tmp_path


@pytest.fixture
def handler(tmp_path):
    handler = DailyFileHandler(tmp_path)
    yield handler
    handler.close()


def says(handler, words, at=None):
    record = logging.LogRecord("test", logging.INFO, "", 0, words, None, None)
    if at is not None:
        record.created = at.timestamp()
    handler.handle(record)


def test_each_day_has_its_file(handler, tmp_path, now):
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    says(handler, "昨天", midnight - timedelta(microseconds=1))
    says(handler, "今天", midnight)
    says(handler, "\ud800", midnight)
    files = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert files == {"site-2026-11-22.log": "昨天\n", "site-2026-11-23.log": "今天\n\\ud800\n"}
    assert (tmp_path / "site-2026-11-23.log").stat().st_mode & 0o777 == 0o640


def test_lines_of_many_processes_stay_whole(handler, tmp_path):
    says(handler, "first")
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            for _again in range(200):
                says(handler, f"{number}" * 5000)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    (path,) = tmp_path.iterdir()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 801
    assert {line for line in lines[1:] if len(set(line)) != 1 or len(line) != 5000} == set()


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path, capsys):
    handler = DailyFileHandler(tmp_path / "gone")
    says(handler, "words")
    assert "FileNotFoundError" in capsys.readouterr().err
    handler.close()


def test_what_goes_to_the_file_is_what_goes_to_the_console(tmp_path):
    config = logging_settings(style="json", level="INFO", folder=tmp_path)
    assert config["root"]["handlers"] == ["site", "files"]
    assert config["handlers"]["files"]["formatter"] == config["handlers"]["site"]["formatter"]
    assert logging_settings(style="json", level="INFO")["root"]["handlers"] == ["site"]


def test_files_are_compressed_when_their_day_is_over_and_go_after_six_months(folder, now, settings):
    today = timezone.localdate(now)
    kept = settings.LOGS_KEPT_DAYS

    def of(days, ending=".log"):
        path = folder / f"site-{today - timedelta(days=days):%Y-%m-%d}{ending}"
        path.write_bytes(gzip.compress(b"line\n") if ending.endswith("gz") else b"line\n")
        return path

    days = [of(0), of(1), of(2), of(kept, ".log.gz"), of(kept + 1, ".log.gz"), of(kept + 2)]
    other = folder / "notes.txt"
    other.write_text("not ours", encoding="utf-8")
    (folder / f"site-{today - timedelta(days=2):%Y-%m-%d}.part").write_text("cut off", encoding="utf-8")
    keep_log_files(now)
    packed = days[2].with_suffix(".log.gz")
    assert {path.name for path in folder.iterdir()} == {
        path.name for path in (days[0], days[1], packed, days[3], other)
    }
    assert gzip.decompress(packed.read_bytes()) == b"line\n"
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    keep_log_files(now)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_from_the_longest_half_year_nothing_is_missing(settings):
    # March to August: 184 days, the most that six months can have.
    assert settings.LOGS_KEPT_DAYS >= 184
    assert settings.EVENTS_KEPT_DAYS >= 184


def test_a_folder_that_cannot_be_written_to_is_told(monkeypatch, tmp_path):
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("LOG_DIR", str(tmp_path / "a" / "b"))
    assert log_dir(default=None) == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("LOG_DIR", str(tmp_path / "file"))
    with pytest.raises(ImproperlyConfigured, match="LOG_DIR is"):
        log_dir(default=None)


def test_every_line_of_a_request_says_where_it_came_from(client, db):
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        client.get("/accounts/login/", REMOTE_ADDR="192.0.2.7")
    finished = [line for line in lines if line["event"] == "request_finished"]
    assert [line["address"] for line in finished] == ["192.0.2.7"], json.dumps(lines, default=str)
