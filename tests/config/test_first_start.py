"""What `make run` does after the installation, on an empty folder: a living site, and an end by Ctrl-C."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.full

PATIENCE = 400
COMMUNITY = "/wulaocun/wulaocun/"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def get(port, path):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()
    finally:
        asked.close()


def served(folder, port):
    """Start the site as `make run` does; return the process once it answers."""
    environment = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    environment.pop("DATABASE_URL", None)
    log = (folder / "serve.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "site/manage.py", "serve", "--prepare", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, (folder / "serve.log").read_text()
        try:
            if get(port, "/healthz/")[0] == 200:
                return server
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
    server.kill()
    raise AssertionError((folder / "serve.log").read_text())


def still_running(session):
    """Return the processes of `session` that are not over."""
    listed = subprocess.run(
        ["ps", "--no-headers", "-o", "stat=", "--sid", str(session)], capture_output=True, text=True
    )
    return [line for line in listed.stdout.split() if not line.startswith("Z")]


def test_an_empty_folder_becomes_a_site_that_ctrl_c_ends_whole(tmp_path):
    port = free_port()
    for start in ("first", "second"):
        server = served(tmp_path, port)
        try:
            status, page = get(port, COMMUNITY)
            assert status == 200, start
            assert "五老村社区" in page
            log = (tmp_path / "serve.log").read_text()
            assert len(re.findall(r"web +\|.*Booting worker", log)) == 2
            assert re.search(r"tasks +\|.*worker_started", log)
            assert re.search(r"timer +\|.*timer_started", log)
        finally:
            os.kill(server.pid, signal.SIGINT)
            server.wait(timeout=30)
        assert still_running(server.pid) == []
