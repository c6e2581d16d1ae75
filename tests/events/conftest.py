"""An empty table of consumers, and processes of the site on the test's own database."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from accounts.models import User
from events import consumers
from events.registry import Registry
from tests.events.forking import Forked, Forking


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


@pytest.fixture(scope="module")
def forking(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Forking]:
    """A Python that has loaded the site, with the test's database."""
    with django_db_blocker.unblock():
        environment = {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.events.process_settings",
            "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        }
    forking = Forking(environment)
    yield forking
    forking.close()


@pytest.fixture
def process(tmp_path: Path, transactional_db: None, forking: Forking) -> Iterator[Callable[..., Forked]]:
    """Starts a process of the site on the test's database: `process("site/manage.py", "run_worker")`.

    Those that still run are killed afterwards.
    """
    started: list[Forked] = []

    def start(*arguments: str) -> Forked:
        # Into a file: nobody reads a pipe meanwhile, and a full one would stop the process.
        output = tmp_path / f"output-{len(started)}"
        started.append(
            forking.start(*arguments, output=output, environment={"MARKS": str(tmp_path / "marks")})
        )
        return started[-1]

    yield start
    for running in started:
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
