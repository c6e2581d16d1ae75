"""Concurrent read-then-write transactions on SQLite: with Django's defaults two thirds of them fail."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

PROCESSES = 4
TURNS = 40

SCRIPT = """
import sqlite3, sys
import django
from django.conf import settings
from config.settings.base import SQLITE_OPTIONS
options = SQLITE_OPTIONS if sys.argv[2] == "ours" else {"timeout": 1}
settings.configure(DATABASES={"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "OPTIONS": options,
}})
from django.db import OperationalError, connection, transaction
failed = 0
for turn in range(int(sys.argv[3])):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counter")
            (value,) = cursor.fetchone()
            cursor.execute("UPDATE counter SET value = %s", [value + 1])
    except OperationalError:
        failed += 1
print(failed)
"""


def failures(folder, options):
    """Return how many transactions failed, and what the counter came to."""
    import sqlite3

    path = folder / f"{options}.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE counter (value INTEGER)")
        made.execute("INSERT INTO counter VALUES (0)")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "VAR_DIR": str(folder)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path), options, str(TURNS)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(PROCESSES)
    ]
    failed = sum(int(one.communicate(timeout=120)[0].split()[-1]) for one in running)
    with sqlite3.connect(path) as made:
        return failed, made.execute("SELECT value FROM counter").fetchone()[0]


def test_no_read_then_write_transaction_of_several_processes_fails_or_is_lost(tmp_path):
    assert failures(tmp_path, "ours") == (0, PROCESSES * TURNS)


def test_the_proof_can_fail_with_djangos_defaults_transactions_do(tmp_path):
    failed, counted = failures(tmp_path, "defaults")
    assert failed > 0
    assert counted + failed == PROCESSES * TURNS


@pytest.mark.django_db
def test_the_settings_are_in_force_on_a_connection_of_the_site():
    if connection.vendor != "sqlite":
        assert "transaction_mode" not in settings.DATABASES["default"].get("OPTIONS", {})
        return
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
    assert found == {"journal_mode": "wal", "synchronous": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
