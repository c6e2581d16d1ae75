"""An empty table of consumers, and processes of the site on the test's own database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from accounts.models import User
from events import consumers
from events.registry import Registry

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry[consumers.Consumer]:
    """No consumer but those that the test registers."""
    empty: Registry[consumers.Consumer] = Registry("event consumers")
    monkeypatch.setattr(consumers, "registry", empty)
    return empty


@pytest.fixture
def somebody(db: None) -> User:
    return User.objects.create_user("wang", nickname="王主任")


def database_url() -> str:
    """Return the address of the test's database, for another process."""
    entry = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{entry['NAME']}"
    user, password = quote(entry["USER"], safe=""), quote(entry["PASSWORD"], safe="")
    return f"postgresql://{user}:{password}@{entry['HOST']}:{entry['PORT']}/{entry['NAME']}"


@pytest.fixture
def process(tmp_path: Path, transactional_db: None) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a process of the site on the test's database: `process("site/manage.py", "run_worker")`.

    Those that still run are killed afterwards.
    """
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        # Into a file: nobody reads a pipe meanwhile, and a full one would stop the process.
        output = (tmp_path / f"output-{len(started)}").open("wb")
        running = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "DJANGO_SETTINGS_MODULE": "tests.events.process_settings",
                "VAR_DIR": str(tmp_path),
                "PYTHONPATH": str(REPOSITORY),
                "MARKS": str(tmp_path / "marks"),
                **environment,
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output.close()
        started.append(running)
        return running

    yield start
    for running in started:
        if running.poll() is None:
            running.kill()
        running.wait()


def wait_until(question: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait until `question` is answered with something true.

    Raises:
        AssertionError: it was not in time.
    """
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
