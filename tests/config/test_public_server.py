"""A real server with the settings of production, asked as a proxy would: what it sends and what it logs."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from config.env import REPOSITORY
from tests.config.test_settings import PRODUCTION
from tests.database import make_template, template

HOST = "www.example.gov.cn"
SECRET = "hunter2-in-the-form-and-the-query"
PATIENCE = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start it on a database that is migrated and empty; yield its port and where its lines go."""
    folder = tmp_path_factory.mktemp("public")
    make_template()
    shutil.copyfile(template(), folder / "db.sqlite3")
    (folder / "static").mkdir()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        **PRODUCTION,
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path]),
        "DJANGO_SETTINGS_MODULE": "tests.config.production_without_files",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "WEB_WORKERS": "1",
    }
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"),
                *("--bind", f"fd://{listener.fileno()}", "config.wsgi"),
            ],
            cwd=REPOSITORY / "site",
            env=environment,
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            yield listener.getsockname()[1], folder / "log"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def ask(port, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", **headers}
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in sent.items()})
    response = connection.getresponse()
    response.text = response.read().decode()
    connection.close()
    return response


def cookies_of(response):
    found = SimpleCookie()
    for header in response.headers.get_all("Set-Cookie") or []:
        found.load(header)
    return found


def test_a_public_server_lets_nothing_leave_https(server):
    port, _log = server
    plain = ask(port, "/accounts/login/", X_Forwarded_Proto="http")
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
    page = ask(port, "/accounts/login/")
    assert page.status == 200, page.text[:300]
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "no-store" in page.headers["Cache-Control"]
    # Under a name with __Host- a browser takes a cookie from this very host over HTTPS, for all its paths.
    cookies = cookies_of(page)
    assert "__Host-csrf" in cookies
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert (bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (True, "/", ""), name
    # Asked by another name it answers nothing, and sends nobody there.
    for name in ("evil.example", f"{HOST}.evil.example", f"{HOST}@evil.example"):
        refused = ask(port, "/accounts/login/", Host=name)
        assert refused.status == 400
        assert "evil.example" not in refused.text + str(refused.headers)


def test_a_session_of_a_public_server_is_its_hosts_alone(server):
    port, _log = server
    page = ask(port, "/accounts/login/")
    token = cookies_of(page)["__Host-csrf"].value
    form = {"contact": "13900001234", "csrfmiddlewaretoken": token}
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"__Host-csrf={token}",
        "Origin": f"https://{HOST}",
    }
    done = ask(port, "/accounts/password/reset/", "POST", urlencode(form), **sent)
    assert done.status == 302, done.text[:300]
    session = cookies_of(done)["__Host-session"]
    assert (bool(session["secure"]), bool(session["httponly"])) == (True, True)
    assert (session["samesite"], session["path"], session["domain"]) == ("Lax", "/", "")
    # From elsewhere, or with a token that the cookie does not know, nothing is done.
    foreign = ask(
        port,
        "/accounts/password/reset/",
        "POST",
        urlencode(form),
        **{**sent, "Origin": "https://evil.example"},
    )
    assert foreign.status == 403


def test_every_line_of_a_request_has_its_id_and_none_a_secret(server):
    port, log = server
    token = cookies_of(ask(port, "/accounts/login/"))["__Host-csrf"].value
    typed = {"login": "zhangsan", "password": SECRET, "csrfmiddlewaretoken": token}
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"__Host-csrf={token}",
        "Origin": f"https://{HOST}",
    }
    address = f"/accounts/login/?next=/{SECRET}/"
    answer = ask(port, address, "POST", urlencode(typed), **sent, X_Request_ID="proxy-4711.a_b")
    assert answer.status == 422, answer.text[:300]
    assert answer.headers["X-Request-ID"] == "proxy-4711.a_b"

    def lines():
        return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]

    end = time.monotonic() + PATIENCE
    while not any(
        (line.get("code"), line.get("request")) == (422, "POST /accounts/login/") for line in lines()
    ):
        assert time.monotonic() < end, log.read_text()[-2000:]
        time.sleep(0.1)
    # The server's own lines, of its start, belong to no request.
    of_requests = [line for line in lines() if line["logger"] != "gunicorn.error"]
    assert {"axes.handlers.database", "django_structlog.middlewares.request"} <= {
        line["logger"] for line in of_requests
    }
    assert all(line.get("request_id") for line in of_requests)
    assert {line["request_id"] for line in of_requests if line.get("code") == 422} == {"proxy-4711.a_b"}
    written = log.read_text()
    for secret in (SECRET, token, PRODUCTION["SECRET_KEY"], "13900001234"):
        assert secret not in written
