"""A district of its own on the real server, for parts of `make fault`."""

import contextlib
import http.client
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.elasticsearch import free_port

if TYPE_CHECKING:
    from accounts.models import User

CSRF = "f" * 32
WORKERS = 2


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Have a folder for whatever the site writes, while it lasts; give it before anything of Django is
    imported.
    """
    with tempfile.TemporaryDirectory(prefix="qinhuai-fault-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
        os.environ["LOG_LEVEL"] = "ERROR"
        os.environ["WEB_WORKERS"] = str(WORKERS)
        yield Path(folder)


def make_district() -> None:
    """Set Django up and lay the district out, without demonstration content."""
    import django

    django.setup()
    from config.preparation import Preparation

    with contextlib.redirect_stdout(io.StringIO()):
        steps = Preparation(say=lambda _line: None)
        steps.migrate()
        steps.collect_static()
        steps.load_divisions()


def signed_in(person: "User") -> str:
    """Return the cookies of somebody who has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={CSRF}; signed_in=1"


@contextlib.contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """Have the site served while it lasts: two workers, task worker and timer; give its port and the
    supervisor's process.
    """
    port = free_port()
    with (Path(os.environ["VAR_DIR"]) / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "site/manage.py", "serve", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _await(port)
            yield port, server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _await(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/healthz/")
            if asked.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.3)
    raise AssertionError("the site did not start")


def children() -> dict[int, list[int]]:
    """Return all processes that live, by their parent."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                facts = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if facts[0] != "Z":
                parents.setdefault(int(facts[1]), []).append(int(entry.name))
    return parents
